"""What bullying was about, and the steps of the anti-bullying policy."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0007_outside_contacts"),
        ("policies", "0006_calendar_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BullyingRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("motives", models.JSONField(blank=True, default=list)),
                ("why_no_procedure", models.TextField(blank=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bullying",
                        to="incidents.case",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", None), ("why_no_procedure", ""), _connector="OR"
                        ),
                        name="procedure_or_why_none",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcedureStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=30)),
                ("text", models.TextField()),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "done_by",
                    models.CharField(blank=True, max_length=200, verbose_name="who did it"),
                ),
                ("why_not", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedure_steps",
                        to="incidents.case",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.clause",
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ["case_id", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "clause"), name="procedure_step_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_by", ""),
                                ("done_on", None),
                                ("settled_at", None),
                                ("settled_by", None),
                                ("why_not", ""),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(
                                    models.Q(
                                        ("done_on__isnull", False),
                                        ("why_not", ""),
                                        models.Q(("done_by", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("done_by", ""),
                                        ("done_on", None),
                                        models.Q(("why_not", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="procedure_step_done_or_explained",
                    ),
                ],
            },
        ),
    ]
