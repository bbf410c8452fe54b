"""The well-known services and the minimum age of each, in its own terms as of November 2026."""

from datetime import date

from django.db import migrations

CHECKED_ON = date(2026, 11, 1)
SERVICES = (
    ("Facebook", "social network", 13, ""),
    ("Instagram", "social network", 13, ""),
    ("Threads", "social network", 13, ""),
    ("TikTok", "video sharing", 13, ""),
    ("Snapchat", "messaging", 13, ""),
    ("WhatsApp", "messaging", 13, "Lowered from 16 in the UK in 2024"),
    (
        "YouTube",
        "video sharing",
        13,
        "Own account; younger children only through a supervised or YouTube Kids account",
    ),
    ("X", "social network", 13, ""),
    ("Pinterest", "image sharing", 13, ""),
    ("Reddit", "forum", 13, ""),
    ("Discord", "messaging", 13, ""),
    ("Twitch", "live video", 13, ""),
    ("BeReal", "image sharing", 13, ""),
    ("LinkedIn", "professional network", 16, ""),
)


def add(apps, schema_editor):
    service = apps.get_model("school", "Service")
    service.objects.bulk_create(
        [
            service(name=name, kind=kind, minimum_age=age, note=note, age_checked_on=CHECKED_ON)
            for name, kind, age, note in SERVICES
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("school", "0002_leave_links_services")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
