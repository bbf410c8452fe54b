"""Who was meant by a name that somebody wrote."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0013_stepping_back"),
        ("school", "0005_links_opened_and_printed"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "written",
                    models.CharField(max_length=200, verbose_name="the name as it was written"),
                ),
                ("why", models.TextField()),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="name_matches",
                        to="incidents.case",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.child",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "name matches",
                "ordering": ["decided_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "written"), name="name_matched_once"),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="name_matched_with_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", None), ("child", None), _connector="OR"),
                        name="name_is_one_person_at_most",
                    ),
                ],
            },
        ),
    ]
