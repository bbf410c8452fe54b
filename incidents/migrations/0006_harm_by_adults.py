"""The four questions about harm, and low-level concerns."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0005_request_for_review"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="meets_harm_threshold",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="HarmAnswers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "harmed",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("unsure", "Not sure: treat it as a yes"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "offence",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("unsure", "Not sure: treat it as a yes"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("unsure", "Not sure: treat it as a yes"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "unsuitable",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("unsure", "Not sure: treat it as a yes"),
                        ],
                        max_length=6,
                    ),
                ),
                ("why", models.TextField()),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answered_by",
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
                        related_name="harm_answers",
                        to="incidents.case",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "harm answers",
                "ordering": ["-answered_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="harm_answered_with_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LowLevelConcern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("context", models.TextField(verbose_name="what happened, and around it")),
                ("action", models.TextField(verbose_name="what was done")),
                ("rationale", models.TextField(verbose_name="why")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="low_level_concern",
                        to="incidents.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("context", ""), _negated=True),
                            models.Q(("action", ""), _negated=True),
                            models.Q(("rationale", ""), _negated=True),
                        ),
                        name="low_level_concern_is_complete",
                    )
                ],
            },
        ),
    ]
