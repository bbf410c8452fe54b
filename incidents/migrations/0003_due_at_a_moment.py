"""A case is due at a moment, no longer on a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_clocks")]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_queue",
        ),
        migrations.RemoveField(
            model_name="case",
            name="due_on",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["handling_role", "state", "due_at"], name="case_queue"),
        ),
    ]
