"""I15: what comes up again is counted by role and term."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0015_case_file"),
        ("policies", "0006_calendar_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["handling_role", "received_at"], name="case_pattern"),
        ),
    ]
