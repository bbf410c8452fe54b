from django.db import migrations, models


class Migration(migrations.Migration):
    """G2: a case has one draft and one referral that is open, and a decision has its reasons."""

    dependencies = [
        ("governance", "0005_referrals_that_were_shared"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("case",),
                name="referral_drafted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["shared", "decided"])),
                fields=("case",),
                name="referral_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at", None),
                        ("decided_by", None),
                        ("decision", ""),
                        ("reasons", ""),
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decision", ""), _negated=True),
                        models.Q(("reasons", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="referral_decided_with_reasons",
            ),
        ),
    ]
