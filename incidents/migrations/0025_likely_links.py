"""Which other cases may belong with one: the page of a link, and what somebody told apart."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Upper

from incidents.pages import page_of

BATCH = 1_000


def note_pages(apps, schema_editor):
    reports = apps.get_model("incidents", "Report")._base_manager.exclude(link="")
    batch = []
    for report in reports.only("pk", "link", "page").iterator(chunk_size=BATCH):
        report.page = page_of(report.link)
        batch.append(report)
        if len(batch) == BATCH:
            reports.bulk_update(batch, ["page"])
            batch = []
    reports.bulk_update(batch, ["page"])


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0024_words_leave_the_reason_for_a_look"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="page",
            field=models.CharField(blank=True, default="", editable=False, max_length=500),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["page", "-received_at"], name="report_page"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["happened_on", "service"], name="report_day_service"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(Upper("subject_name"), name="report_name"),
        ),
        migrations.CreateModel(
            name="CasesApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.case",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.case",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "cases apart",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="apart_are_two_cases",
                    ),
                    models.UniqueConstraint(fields=("first", "second"), name="apart_once"),
                ],
            },
        ),
        migrations.RunPython(note_pages, migrations.RunPython.noop),
    ]
