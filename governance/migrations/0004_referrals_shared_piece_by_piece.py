import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import governance.models.referral


class Migration(migrations.Migration):
    """G2: a referral is drafted, shared piece by piece, decided and ended."""

    dependencies = [
        ("governance", "0003_counted_terms_stand"),
        ("incidents", "0016_case_patterns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="decision",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="referral",
            name="evidence",
            field=models.ManyToManyField(blank=True, related_name="+", to="incidents.evidence"),
        ),
        migrations.AddField(
            model_name="referral",
            name="expires_on",
            field=models.DateField(default=governance.models.referral.in_four_weeks),
        ),
        migrations.AddField(
            model_name="referral",
            name="messages",
            field=models.ManyToManyField(blank=True, related_name="+", to="incidents.caseentry"),
        ),
        migrations.AddField(
            model_name="referral",
            name="options",
            field=models.TextField(
                blank=True, verbose_name="what they can decide, one on each line"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="reasons",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="share_report",
            field=models.BooleanField(default=False, verbose_name="what was said"),
        ),
        migrations.AddField(
            model_name="referral",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("shared", "shared"),
                    ("decided", "decided"),
                    ("ended", "ended"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="referralmember",
            name="took_part",
            field=models.BooleanField(default=False, verbose_name="took part in the decision"),
        ),
    ]
