"""I16: what a case file hides, and each time that it was taken away as one ZIP."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0014_who_is_meant_by_a_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="caseentry",
            name="happened_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("with_originals", models.BooleanField(default=False)),
                ("why_originals", models.CharField(blank=True, max_length=300)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("file", models.FileField(blank=True, upload_to="case-files/")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundles",
                        to="incidents.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "pk"],
                "indexes": [
                    models.Index(fields=["case", "-asked_at"], name="bundle_case"),
                    models.Index(fields=["sha256"], name="bundle_sha256"),
                    models.Index(
                        condition=models.Q(("made_at__isnull", False), ("withdrawn_at", None)),
                        fields=["expires_at"],
                        name="bundle_kept",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("fault", ""), ("made_at", None), ("withdrawn_at", None)
                        ),
                        fields=["asked_at"],
                        name="bundle_to_make",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why_originals", ""), ("with_originals", False)),
                            models.Q(
                                ("with_originals", True),
                                models.Q(("why_originals", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bundle_with_originals_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at", None), ("made_at", None), ("sha256", "")),
                            models.Q(
                                ("expires_at__isnull", False),
                                ("made_at__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bundle_made_with_its_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("why", models.CharField(max_length=300)),
                ("hidden_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "places",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="in how many places"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="masks",
                        to="incidents.case",
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed_by",
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
                "ordering": ["hidden_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("places", None),
                                ("removed_at", None),
                                ("removed_by", None),
                                models.Q(("words", ""), _negated=True),
                            ),
                            models.Q(
                                ("places__isnull", False),
                                ("removed_at__isnull", False),
                                ("removed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="mask_hides_words_or_removed_them",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WithheldEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("withheld_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withheld",
                        to="incidents.evidence",
                    ),
                ),
                (
                    "withheld_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "withheld evidence",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="evidence_withheld_with_why",
                    )
                ],
            },
        ),
    ]
