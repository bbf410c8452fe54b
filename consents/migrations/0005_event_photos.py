"""C2: pictures of events, what was decided about them, and what of them has to come down."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0002_steps_stand"),
        ("consents", "0004_pictures_reminded_of"),
        ("school", "0005_links_opened_and_printed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PhotoStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("send", "Sent"),
                            ("grant", "Granted"),
                            ("refuse", "Refused"),
                            ("expire", "Came to its last day"),
                            ("withdraw", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("words", models.TextField(blank=True, verbose_name="reason, or conditions")),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="takedown",
            name="because",
            field=models.CharField(
                choices=[
                    ("permission", "A permission for pictures has ended."),
                    ("expired", "The Headteacher’s consent is over."),
                    ("withdrawn", "The Headteacher has withdrawn the consent."),
                    ("service", "The service is approved no more."),
                ],
                default="permission",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="takedown",
            name="child",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="take_downs",
                to="school.child",
            ),
        ),
        migrations.CreateModel(
            name="PhotoRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=120, verbose_name="which event")),
                ("held_on", models.DateField(verbose_name="on which day it was")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("website", "The school’s website"),
                            ("social_media", "The school’s social media"),
                            ("press", "Newspapers and television"),
                            ("display", "Displays in school"),
                        ],
                        max_length=20,
                        verbose_name="where they would be",
                    ),
                ),
                (
                    "where",
                    models.CharField(max_length=120, verbose_name="which page, paper or board"),
                ),
                ("until", models.DateField(verbose_name="until which day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being put together"),
                            ("asked", "Waiting for a decision"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("expired", "Over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approval",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photo_requests",
                        to="approvals.approval",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-begun_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("preview", models.FileField(upload_to="event-photos/")),
                ("preview_type", models.CharField(max_length=60)),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "nobody",
                    models.BooleanField(default=False, verbose_name="nobody can be recognised"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "May be posted"),
                            ("left_out", "Not this one"),
                            ("no_images", "No images"),
                        ],
                        max_length=10,
                    ),
                ),
                ("children", models.ManyToManyField(related_name="+", to="school.child")),
                (
                    "take_down",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="consents.takedown",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="consents.photorequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="takedown",
            name="photo_request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="take_downs",
                to="consents.photorequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="takedown",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("child__isnull", False), ("photo_request", None)),
                    models.Q(("child", None), ("photo_request__isnull", False)),
                    _connector="OR",
                ),
                name="take_down_of_child_or_event",
            ),
        ),
        migrations.AddField(
            model_name="photostep",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="photostep",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="consents.photorequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="photorequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", "social_media"), _negated=True),
                    ("approval__isnull", False),
                    _connector="OR",
                ),
                name="photos_posted_by_a_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="photorequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at", None), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True), ("asked_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="photos_asked_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.UniqueConstraint(fields=("request", "sha256"), name="photo_once"),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("take_down", None), ("outcome", "granted"), _connector="OR"),
                name="photo_granted_first",
            ),
        ),
    ]
