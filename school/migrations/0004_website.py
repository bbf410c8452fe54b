"""Where the school's website is: only it may show our policies in a frame."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0003_well_known_services"),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="website",
            field=models.URLField(blank=True, verbose_name="the school's website"),
        ),
    ]
