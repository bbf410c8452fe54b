"""A6: how far the reminders of open questions about pictures have come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consents", "0003_guards_by_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="asking",
            name="last_step",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="asking",
            name="reminded_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
