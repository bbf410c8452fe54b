"""A piece of evidence is removed for good by two: one asks, somebody else confirms."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from audit.append_only import LiftRefusals, Refuse, RefuseWrites

TABLE, STAYS = "incidents_evidence", "What came in as evidence never changes."
ALWAYS = (
    "case_id",
    "number",
    "sha256",
    "size",
    "file_kind",
    "from_reporter",
    "added_by_id",
    "added_at",
)
BEFORE = (*ALWAYS[:4], "file_name", *ALWAYS[4:])


def changed(names):
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


# Its name goes with a file that is removed, and none that is removed comes back.
RENAMED = "(OLD.file_name <> NEW.file_name AND NOT (NEW.state = 'removed' AND NEW.file_name = ''))"
BROUGHT_BACK = "(OLD.state = 'removed' AND NEW.state <> 'removed')"
STATES = [
    ("ready", "Ready to look at"),
    ("waiting", "Waits for the virus scanner"),
    ("harmful", "Refused as harmful, and deleted"),
    ("removed", "Removed for good"),
]
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
        ("incidents", "0026_second_person_removes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite makes the table anew for another column, and its triggers would go with it.
        LiftRefusals([Refuse(TABLE, "update", STAYS, when=changed(BEFORE))]),
        *(
            migrations.AlterField(
                model_name=model,
                name="state",
                field=models.CharField(choices=STATES, default="ready", max_length=8),
            )
            for model in ("evidence", "heldfile")
        ),
        RefuseWrites(
            [
                Refuse(
                    TABLE,
                    "update",
                    STAYS,
                    when=f"{changed(ALWAYS)} OR {RENAMED} OR {BROUGHT_BACK}",
                )
            ]
        ),
        migrations.CreateModel(
            name="EvidenceRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("removal_asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_by_role", models.CharField(choices=ROLES, max_length=20)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_removals",
                        to="incidents.case",
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removal",
                        to="incidents.evidence",
                    ),
                ),
                (
                    "removal_asked_by",
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
                "ordering": ["removal_asked_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["confirmed_by_role"],
                        condition=Q(removed_at=None),
                        name="evidence_to_confirm",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(why="")
                        & (
                            Q(removed_at=None, removed_by=None)
                            | Q(removed_at__isnull=False, removed_by__isnull=False)
                        ),
                        name="evidence_removed_with_person_and_why",
                    ),
                    models.CheckConstraint(
                        condition=Q(removed_by=None) | ~Q(removed_by=F("removal_asked_by")),
                        name="evidence_removal_takes_two",
                    ),
                ],
            },
        ),
    ]
