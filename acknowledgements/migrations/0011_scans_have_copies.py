"""What people are shown of a scan is a copy that holds nothing but what is seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0010_link_days_are_the_schools")]

    operations = [
        migrations.AddField(
            model_name="scan",
            name="copy",
            field=models.FileField(default="", upload_to="sign-offs/copies/"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="scan",
            name="copy_type",
            field=models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
    ]
