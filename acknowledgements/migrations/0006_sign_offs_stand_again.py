"""A1: what was lifted to make room stands again, and what is now recorded holds together."""

from django.db import migrations, models

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0005_what_was_answered")]

    operations = [
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replied_at", None), ("reply", "none")),
                    models.Q(
                        models.Q(("reply", "none"), _negated=True), ("replied_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="replied_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("occasion", "published")),
                fields=("version",),
                name="published_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("dated_on", None), ("meeting", None), ("method", "online"), ("scan", None)
                    ),
                    models.Q(
                        models.Q(("method", "online"), _negated=True), ("dated_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="paper_has_its_date",
            ),
        ),
        migrations.AlterField(
            model_name="acknowledgement",
            name="receipt_code",
            field=models.CharField(max_length=32, unique=True),
        ),
        RefuseWrites(
            never_changed(
                "acknowledgements_acknowledgement",
                "A sign-off",
                [("id",), ("request_id",), ("receipt_code",)],
            )
        ),
    ]
