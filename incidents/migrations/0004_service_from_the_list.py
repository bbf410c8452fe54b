"""M19: a report can pick the app or website from the school's list."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0003_due_at_a_moment"),
        ("school", "0003_well_known_services"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="known_service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.service",
            ),
        ),
    ]
