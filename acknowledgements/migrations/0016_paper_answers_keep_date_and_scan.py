"""A7: a no and a question on paper keep the date on the slip and its scan, as a signature does."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acknowledgements", "0015_guards_by_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="dated_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="question",
            name="method",
            field=models.CharField(
                choices=[("online", "Online"), ("paper", "On paper"), ("meeting", "At a meeting")],
                default="online",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="scan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="acknowledgements.scan",
            ),
        ),
        migrations.AddField(
            model_name="refusal",
            name="dated_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="refusal",
            name="scan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refusals",
                to="acknowledgements.scan",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "online"), _negated=True),
                    models.Q(("dated_on", None), ("scan", None)),
                    _connector="OR",
                ),
                name="question_dated_on_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="refusal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "online"), _negated=True),
                    models.Q(("dated_on", None), ("scan", None)),
                    _connector="OR",
                ),
                name="refusal_dated_on_paper",
            ),
        ),
    ]
