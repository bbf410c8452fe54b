"""I11: pictures and papers of a case, sealed, with copies to look at, and who looked."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0008_bullying_procedure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("original", models.FileField(upload_to="evidence/originals/")),
                ("copy", models.FileField(upload_to="evidence/copies/")),
                ("file_name", models.CharField(max_length=200)),
                (
                    "file_kind",
                    models.CharField(
                        choices=[
                            ("JPEG", "a JPEG picture"),
                            ("PNG", "a PNG picture"),
                            ("GIF", "a GIF picture"),
                            ("WEBP", "a WebP picture"),
                            ("HEIC", "an iPhone picture (HEIC)"),
                            ("PDF", "a PDF"),
                            ("TEXT", "a text file"),
                        ],
                        max_length=5,
                        verbose_name="kind of file",
                    ),
                ),
                (
                    "copy_kind",
                    models.CharField(
                        choices=[
                            ("JPEG", "a JPEG picture"),
                            ("PNG", "a PNG picture"),
                            ("GIF", "a GIF picture"),
                            ("WEBP", "a WebP picture"),
                            ("HEIC", "an iPhone picture (HEIC)"),
                            ("PDF", "a PDF"),
                            ("TEXT", "a text file"),
                        ],
                        max_length=5,
                        verbose_name="kind of the copy",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes, as it came")),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the file as it came"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Ready to look at"),
                            ("waiting", "Waits for the virus scanner"),
                            ("harmful", "Refused as harmful, and deleted"),
                        ],
                        default="ready",
                        max_length=8,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("number", models.PositiveSmallIntegerField()),
                ("from_reporter", models.BooleanField(default=False)),
                ("caption", models.CharField(blank=True, max_length=300)),
                ("happened_on", models.DateField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="incidents.case",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["case_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(blank=True)),
                ("was_original", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="incidents.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HeldFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("original", models.FileField(upload_to="evidence/originals/")),
                ("copy", models.FileField(upload_to="evidence/copies/")),
                ("file_name", models.CharField(max_length=200)),
                (
                    "file_kind",
                    models.CharField(
                        choices=[
                            ("JPEG", "a JPEG picture"),
                            ("PNG", "a PNG picture"),
                            ("GIF", "a GIF picture"),
                            ("WEBP", "a WebP picture"),
                            ("HEIC", "an iPhone picture (HEIC)"),
                            ("PDF", "a PDF"),
                            ("TEXT", "a text file"),
                        ],
                        max_length=5,
                        verbose_name="kind of file",
                    ),
                ),
                (
                    "copy_kind",
                    models.CharField(
                        choices=[
                            ("JPEG", "a JPEG picture"),
                            ("PNG", "a PNG picture"),
                            ("GIF", "a GIF picture"),
                            ("WEBP", "a WebP picture"),
                            ("HEIC", "an iPhone picture (HEIC)"),
                            ("PDF", "a PDF"),
                            ("TEXT", "a text file"),
                        ],
                        max_length=5,
                        verbose_name="kind of the copy",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes, as it came")),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the file as it came"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Ready to look at"),
                            ("waiting", "Waits for the virus scanner"),
                            ("harmful", "Refused as harmful, and deleted"),
                        ],
                        default="ready",
                        max_length=8,
                    ),
                ),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("draft", models.UUIDField()),
                ("kept_until", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["draft"], name="held_file_draft"),
                    models.Index(fields=["kept_until"], name="held_file_until"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordsOnly",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("words", models.TextField(blank=True, verbose_name="what it shows, in words")),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_why", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words_only",
                        to="incidents.case",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "words only",
                "ordering": ["said_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="evidence_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_reporter", True), ("added_by__isnull", False), _connector="OR"
                ),
                name="evidence_has_its_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencelook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("was_original", False)),
                    models.Q(("was_original", True), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="original_opened_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordsonly",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("case",), name="words_only_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wordsonly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None), ("lifted_why", "")),
                    models.Q(
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("lifted_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="words_only_lifted_by_somebody",
            ),
        ),
    ]
