"""Who stepped back from a case."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0012_acting_for_somebody_away"),
        ("school", "0005_links_opened_and_printed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("why", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="incidents.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="recusal_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "person"), name="stepped_back_once"),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="stepped_back_with_why"
                    ),
                ],
            },
        ),
    ]
