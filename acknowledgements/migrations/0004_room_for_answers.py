"""Room for answers, paper and receipts; personal links move down to `school`."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from audit.append_only import LiftRefusals, never_changed


def move_links_down(apps, schema_editor):
    kept = apps.get_model("acknowledgements", "PersonalLink").objects.order_by("pk")
    columns = ("person_id", "token_hash", "created_at", "expires_at", "revoked_at")
    moved = apps.get_model("school", "PersonalLink")
    moved.objects.bulk_create(
        [moved(**row) for row in kept.values(*columns).iterator()], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("acknowledgements", "0003_answers_paper_reminders"),
        ("school", "0002_leave_links_services"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftRefusals(
            never_changed(
                "acknowledgements_acknowledgement",
                "A sign-off",
                [("id",), ("request_id",), ("person_id", "capacity", "version_id", "child_id")],
            )
        ),
        migrations.RunPython(move_links_down, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="personallink",
            name="person",
        ),
        migrations.RemoveConstraint(
            model_name="acknowledgement",
            name="signed_once_per_capacity",
        ),
        migrations.RemoveConstraint(
            model_name="acknowledgement",
            name="signed_once_per_child",
        ),
        migrations.RemoveConstraint(
            model_name="round",
            name="one_open_round",
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="dated_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="points",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="receipt_code",
            field=models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="receipt_salt",
            field=models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="request",
            name="invited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="request",
            name="replied_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="request",
            name="reply",
            field=models.CharField(
                choices=[
                    ("none", "No reply yet"),
                    ("question", "Asked a question"),
                    ("declined", "Declined"),
                    ("signed", "Signed"),
                ],
                default="none",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="audiences",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="round",
            name="classes",
            field=models.ManyToManyField(blank=True, related_name="+", to="school.schoolclass"),
        ),
        migrations.AddField(
            model_name="round",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("published", "This version was published"),
                    ("confirmation", "A yearly confirmation"),
                ],
                default="published",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="why",
            field=models.TextField(blank=True, verbose_name="why people are asked"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["round", "capacity", "reply"], name="request_board"),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("invited_at", None), ("stopped_at", None)),
                fields=["round", "person"],
                name="request_to_invite",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledgements",
                to="acknowledgements.meeting",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="scan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledgements",
                to="acknowledgements.scan",
            ),
        ),
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(fields=["version", "person"], name="signed_version"),
        ),
        migrations.DeleteModel(
            name="PersonalLink",
        ),
    ]
