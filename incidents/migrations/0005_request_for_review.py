"""I14: a reporter can ask once to have a closed case looked at again."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_service_from_the_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("words", models.TextField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("headteacher", "Headteacher"),
                            ("deputy", "Deputy headteacher"),
                            ("staff", "Member of staff"),
                            ("governor", "Governor"),
                            ("chair", "Chair of governors"),
                            ("clerk", "Clerk to the governors"),
                            ("dsl", "Designated safeguarding lead"),
                            ("office", "School office"),
                            ("volunteer", "Volunteer"),
                            ("parent", "Parent or carer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("nobody_else", models.BooleanField(default=False)),
                ("due_at", models.DateTimeField()),
                ("nudged_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "upheld",
                    models.BooleanField(blank=True, null=True, verbose_name="the outcome stands"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="what the reporter reads")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="incidents.case",
                    ),
                ),
                (
                    "decided_by",
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
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at", None)),
                        fields=["role", "due_at"],
                        name="review_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="review_asked_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("decided_at", None),
                                ("decided_by", None),
                                ("upheld", None),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("upheld__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_decided_with_person_and_answer",
                    ),
                ],
            },
        ),
    ]
