"""C2: why pictures come down names nobody: the chair, too, consents and withdraws."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consents", "0010_held_pictures")]

    operations = [
        migrations.AlterField(
            model_name="takedown",
            name="because",
            field=models.CharField(
                choices=[
                    ("permission", "A permission for pictures has ended."),
                    ("expired", "The consent to post them is over."),
                    ("withdrawn", "The consent to post them was withdrawn."),
                    ("service", "The service is approved no more."),
                ],
                default="permission",
                max_length=20,
            ),
        ),
    ]
