"""Notes that only whoever wrote them reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0018_claims"),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseentry",
            name="visibility",
            field=models.CharField(
                choices=[
                    ("reporter", "The reporter and the case team"),
                    ("team", "The case team"),
                    ("own", "Only whoever wrote it"),
                ],
                default="team",
                max_length=10,
            ),
        ),
    ]
