"""What work on a draft needs: review comments, working copies, a day to go live, publicity."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from audit.append_only import LiftRefusals, RefuseWrites
from policies.refusals import FROZEN, FROZEN_AT_FIRST, FROZEN_JSON, FROZEN_JSON_AT_FIRST, refusals


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0002_published_text_stands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        LiftRefusals(refusals(FROZEN_AT_FIRST, FROZEN_JSON_AT_FIRST)),
        migrations.CreateModel(
            name="ExpectedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=80, unique=True)),
                (
                    "why_none",
                    models.TextField(blank=True, verbose_name="why the school needs none"),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Publicity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "The policy page"),
                            ("enrolment", "When a child joins"),
                            ("website", "The school's website"),
                            ("newsletter", "A newsletter"),
                            ("other", "Another way"),
                        ],
                        max_length=12,
                    ),
                ),
                ("publicised_on", models.DateField()),
                ("where", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name_plural": "publicity",
                "ordering": ["-publicised_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about_number", models.CharField(blank=True, max_length=30)),
                ("about_words", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                (
                    "agrees",
                    models.BooleanField(
                        default=False, verbose_name="has read the whole text and agrees"
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=40)),
                ("content", models.JSONField()),
                ("based_on", models.CharField(max_length=64)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="historicalversion",
            name="approval_committee",
            field=models.CharField(
                blank=True, max_length=100, verbose_name="name of the committee"
            ),
        ),
        migrations.AddField(
            model_name="historicalversion",
            name="dates_in_document",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="historicalversion",
            name="publish_on",
            field=models.DateField(blank=True, null=True, verbose_name="goes live on"),
        ),
        migrations.AddField(
            model_name="historicalversion",
            name="pupil_text",
            field=models.TextField(blank=True, verbose_name="for pupils, a sentence a line"),
        ),
        migrations.AddField(
            model_name="historicalversion",
            name="scheduled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalversion",
            name="scheduled_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalversion",
            name="submitted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sent for review"),
        ),
        migrations.AddField(
            model_name="policyupload",
            name="corrected",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="approval_committee",
            field=models.CharField(
                blank=True, max_length=100, verbose_name="name of the committee"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="authors",
            field=models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="version",
            name="dates_in_document",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="version",
            name="publish_on",
            field=models.DateField(blank=True, null=True, verbose_name="goes live on"),
        ),
        migrations.AddField(
            model_name="version",
            name="pupil_text",
            field=models.TextField(blank=True, verbose_name="for pupils, a sentence a line"),
        ),
        migrations.AddField(
            model_name="version",
            name="scheduled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="scheduled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="submitted_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sent for review"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["state", "publish_on"], name="version_goes_live"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("publish_on", None), ("scheduled_at", None), ("scheduled_by", None)),
                    models.Q(
                        ("publish_on__isnull", False),
                        ("scheduled_at__isnull", False),
                        ("scheduled_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="scheduled_with_day_and_person",
            ),
        ),
        migrations.AddField(
            model_name="expectedanswer",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="expectedanswer",
            name="policy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="covers",
                to="policies.policy",
            ),
        ),
        migrations.AddField(
            model_name="publicity",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publicity",
            name="struck_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publicity",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publicity",
                to="policies.version",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="clause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="comments",
                to="policies.clause",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="in_reply_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replies",
                to="policies.reviewcomment",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="policies.version",
            ),
        ),
        migrations.AddField(
            model_name="reviewcomment",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workingcopy",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workingcopy",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="working_copies",
                to="policies.version",
            ),
        ),
        migrations.AddConstraint(
            model_name="expectedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("policy__isnull", False), ("why_none", "")),
                    models.Q(("policy", None), models.Q(("why_none", ""), _negated=True)),
                    _connector="OR",
                ),
                name="covered_or_not_needed",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at", None), ("struck_by", None), ("struck_why", "")),
                    models.Q(
                        ("struck_at__isnull", False),
                        ("struck_by__isnull", False),
                        models.Q(("struck_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="publicity_struck_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewcomment",
            index=models.Index(fields=["version", "written_at"], name="comment_of_version"),
        ),
        migrations.AddConstraint(
            model_name="reviewcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("words", ""), _negated=True), ("agrees", True), _connector="OR"
                ),
                name="comment_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="comment_settled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_reply_to", None),
                    models.Q(("in_reply_to", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="comment_answers_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="workingcopy",
            constraint=models.UniqueConstraint(
                fields=("version", "part", "person"), name="one_working_copy_each"
            ),
        ),
        RefuseWrites(refusals(FROZEN, FROZEN_JSON)),
    ]
