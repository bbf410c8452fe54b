"""Words are removed for good by two: one asks, somebody else confirms."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

ROLES = [
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
]


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0025_likely_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="mask",
            name="removal_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mask",
            name="removal_asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mask",
            name="confirmed_by_role",
            field=models.CharField(blank=True, choices=ROLES, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="mask",
            constraint=models.CheckConstraint(
                condition=Q(removal_asked_at=None, removal_asked_by=None, confirmed_by_role="")
                | (
                    Q(removal_asked_at__isnull=False, removal_asked_by__isnull=False)
                    & ~Q(confirmed_by_role="")
                ),
                name="removal_asked_with_person_and_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="mask",
            constraint=models.CheckConstraint(
                condition=Q(removed_by=None)
                | Q(removal_asked_by=None)
                | ~Q(removed_by=models.F("removal_asked_by")),
                name="removal_takes_two",
            ),
        ),
        migrations.AddIndex(
            model_name="mask",
            index=models.Index(
                fields=["confirmed_by_role"],
                condition=Q(removal_asked_at__isnull=False, removed_at=None),
                name="mask_to_confirm",
            ),
        ),
    ]
