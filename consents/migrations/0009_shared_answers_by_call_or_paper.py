"""C3: an answer that came by telephone or on paper, with its evidence and who wrote it down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit.append_only import LiftRefusals, RefuseWrites, never_changed

REFUSALS = never_changed(
    "consents_sharedanswer", "An answer about another family’s picture", [("id",)]
)


class Migration(migrations.Migration):
    dependencies = [
        ("consents", "0008_shared_answers_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftRefusals(REFUSALS),
        migrations.AddField(
            model_name="sharedanswer",
            name="method",
            field=models.CharField(
                choices=[
                    ("online", "Online"),
                    ("phone", "By telephone"),
                    ("paper", "On paper"),
                ],
                default="online",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="sharedanswer",
            name="evidence",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sharedanswer",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterModelOptions(name="sharedanswer", options={"ordering": ["given_at", "pk"]}),
        migrations.AddConstraint(
            model_name="sharedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(evidence="", method="online", recorded_by=None)
                | (
                    ~models.Q(method="online")
                    & ~models.Q(evidence="")
                    & models.Q(recorded_by__isnull=False)
                ),
                name="shared_answer_has_evidence",
            ),
        ),
        RefuseWrites(REFUSALS),
    ]
