"""To whom outside the school a case was handed, or why not."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0006_harm_by_adults"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("dsl_system", "The safeguarding lead's own records"),
                            ("social_care", "Children's social care"),
                            ("police", "The police"),
                            ("lado", "The local authority designated officer (LADO)"),
                            ("platform", "The website or app where it happened"),
                        ],
                        max_length=12,
                    ),
                ),
                ("was_made", models.BooleanField()),
                (
                    "made_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the contact"),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("reason", models.TextField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_contacts",
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
                "ordering": ["recorded_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("made_on__isnull", False),
                                ("was_made", True),
                                models.Q(("reference", ""), _negated=True),
                            ),
                            models.Q(("made_on", None), ("reference", ""), ("was_made", False)),
                            _connector="OR",
                        ),
                        name="contact_made_with_date_and_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="contact_has_its_reason",
                    ),
                ],
            },
        ),
    ]
