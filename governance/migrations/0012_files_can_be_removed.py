"""The states of a file have one more, which only evidence of a case comes to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0011_inspectors_files_searched_for_names")]

    operations = [
        migrations.AlterField(
            model_name="advicefile",
            name="state",
            field=models.CharField(
                choices=[
                    ("ready", "Ready to look at"),
                    ("waiting", "Waits for the virus scanner"),
                    ("harmful", "Refused as harmful, and deleted"),
                    ("removed", "Removed for good"),
                ],
                default="ready",
                max_length=8,
            ),
        ),
    ]
