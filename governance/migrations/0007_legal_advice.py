import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """G3: legal advice, those named on it, and what it says."""

    dependencies = [
        ("governance", "0006_referrals_stand_once"),
        ("incidents", "0016_case_patterns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AdviceFile",
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
            ],
            options={
                "ordering": ["advice_id", "number"],
            },
        ),
        migrations.CreateModel(
            name="AdviceReader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AdviceWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("received_on", models.DateField(blank=True, null=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "advice words",
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LegalAdvice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sought", "sought"),
                            ("received", "received"),
                            ("released", "released"),
                        ],
                        default="sought",
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="when it was decided")),
                ("why", models.TextField(verbose_name="why it is sought")),
                (
                    "from_whom",
                    models.CharField(max_length=200, verbose_name="of whom it is sought"),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("release_why", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "legal advice",
                "ordering": ["-recorded_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="advicefile",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advicereader",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advicereader",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advicereader",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advicewords",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="legaladvice",
            name="deciders",
            field=models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="legaladvice",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="legaladvice",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="legal_advice",
                to="governance.referral",
            ),
        ),
        migrations.AddField(
            model_name="legaladvice",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advicewords",
            name="advice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="words",
                to="governance.legaladvice",
            ),
        ),
        migrations.AddField(
            model_name="advicereader",
            name="advice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readers",
                to="governance.legaladvice",
            ),
        ),
        migrations.AddField(
            model_name="advicefile",
            name="advice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="governance.legaladvice",
            ),
        ),
        migrations.AddConstraint(
            model_name="legaladvice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("why", ""), _negated=True), models.Q(("from_whom", ""), _negated=True)
                ),
                name="advice_says_why_and_of_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="legaladvice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("released_at__isnull", False),
                        ("released_by__isnull", False),
                        ("state", "released"),
                        models.Q(("release_why", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "released"), _negated=True),
                        ("release_why", ""),
                        ("released_at", None),
                        ("released_by", None),
                    ),
                    _connector="OR",
                ),
                name="advice_released_with_person_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="advicereader",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("advice", "person"),
                name="advice_named_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="advicereader",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="advice_naming_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="advicefile",
            constraint=models.UniqueConstraint(
                fields=("advice", "number"), name="advice_file_number_once"
            ),
        ),
    ]
