"""A9: the board counts hundreds of thousands of requests from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0013_reminder_runs")]

    operations = [
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                fields=["round", "capacity", "reply", "stopped_at"], name="request_counted"
            ),
        ),
        migrations.RemoveIndex(model_name="request", name="request_board"),
    ]
