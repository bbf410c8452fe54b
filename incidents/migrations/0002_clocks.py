"""I10: a case's deadlines become clocks, each with its moment, whether met, and what followed."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

SCHOOL_TIME = ZoneInfo("Europe/London")
END_OF_SCHOOL_DAY = time(17, 0)


def start_clocks(apps, schema_editor):
    """Give each open case the clock that its day stood for."""
    case_model, clock_model = (apps.get_model("incidents", n) for n in ("Case", "CaseClock"))
    for case in case_model.objects.exclude(due_on=None).iterator(chunk_size=500):
        case.due_at = datetime.combine(case.due_on, END_OF_SCHOOL_DAY, tzinfo=SCHOOL_TIME)
        case.save(update_fields=["due_at"])
        clock_model.objects.create(
            case=case,
            clock="triage" if case.state == "received" else "decide",
            counts_from=case.received_at,
            school_days=2 if case.state == "received" else 10,
            due_at=case.due_at,
        )


def keep_the_day(apps, schema_editor):
    for case in apps.get_model("incidents", "Case").objects.exclude(due_at=None).iterator():
        case.due_on = case.due_at.astimezone(SCHOOL_TIME).date()
        case.save(update_fields=["due_on"])


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CaseClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("read", "Read it"),
                            ("triage", "Have a first look"),
                            ("decide", "Decide"),
                        ],
                        max_length=10,
                    ),
                ),
                ("counts_from", models.DateTimeField()),
                ("school_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("due_at", models.DateTimeField()),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("nudged_at", models.DateTimeField(blank=True, null=True)),
                ("went_up_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["due_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "read_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="school days to read a report",
                    ),
                ),
                (
                    "triage_days",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="school days to have a first look",
                    ),
                ),
                (
                    "decide_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(40),
                        ],
                        verbose_name="school days to decide",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="school days to answer a question, worry or complaint",
                    ),
                ),
                (
                    "urgent_read_hours",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="hours to read a report where a child may be at risk",
                    ),
                ),
                (
                    "urgent_triage_hours",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(48),
                        ],
                        verbose_name="hours to have a first look where a child may be at risk",
                    ),
                ),
                (
                    "urgent_decide_hours",
                    models.PositiveSmallIntegerField(
                        default=48,
                        validators=[
                            django.core.validators.MinValueValidator(4),
                            django.core.validators.MaxValueValidator(240),
                        ],
                        verbose_name="hours to decide where a child may be at risk",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "case settings",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="escalated_role",
            field=models.CharField(
                blank=True,
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
        migrations.AddField(
            model_name="caseclock",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clocks",
                to="incidents.case",
            ),
        ),
        migrations.AddIndex(
            model_name="caseclock",
            index=models.Index(
                condition=models.Q(("met_at", None)), fields=["due_at"], name="clock_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseclock",
            constraint=models.UniqueConstraint(fields=("case", "clock"), name="one_clock_of_each"),
        ),
        migrations.AddConstraint(
            model_name="caseclock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hours__isnull", False), ("school_days", None)),
                    models.Q(("hours", None), ("school_days__isnull", False)),
                    _connector="OR",
                ),
                name="clock_in_days_or_hours",
            ),
        ),
        migrations.RunPython(start_clocks, keep_the_day),
    ]
