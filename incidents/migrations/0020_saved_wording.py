"""Wording to begin a reply with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0019_own_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, unique=True)),
                ("words", models.TextField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.AddField(
            model_name="savedwording",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="savedwording",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="wording_says_something"
            ),
        ),
    ]
