"""Where a case stands in the list of cases, and the indexes to read it in order."""

import datetime

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0016_case_patterns"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_queue",
        ),
        migrations.AddField(
            model_name="case",
            name="queue_at",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        state="closed",
                        then=models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                    ),
                    default=django.db.models.functions.comparison.Coalesce(
                        "due_at",
                        models.Value(datetime.datetime(9998, 1, 1, 0, 0, tzinfo=datetime.UTC)),
                    ),
                ),
                output_field=models.DateTimeField(),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["handling_role", "queue_at", "-received_at", "id"],
                name="case_handled_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["handling_role", "state", "queue_at", "-received_at", "id"],
                name="case_state_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["handling_role", "kind", "queue_at", "-received_at", "id"],
                name="case_kind_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["handling_role", "subject_kind", "queue_at", "-received_at", "id"],
                name="case_about_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["besides_role", "queue_at", "-received_at", "id"], name="case_besides_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["escalated_role", "queue_at", "-received_at", "id"],
                name="case_gone_up_queue",
            ),
        ),
    ]
