"""A4: when a link was first opened, whether it went out on paper, and how long links work."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0004_website"),
    ]

    operations = [
        migrations.AddField(
            model_name="personallink",
            name="is_printed",
            field=models.BooleanField(default=False, verbose_name="handed over on paper"),
        ),
        migrations.AddField(
            model_name="personallink",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="first opened"),
        ),
        migrations.AddField(
            model_name="school",
            name="link_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(366),
                ],
                verbose_name="days that a personal link works",
            ),
        ),
        migrations.AddIndex(
            model_name="personallink",
            index=models.Index(fields=["person", "-created_at"], name="link_person"),
        ),
    ]
