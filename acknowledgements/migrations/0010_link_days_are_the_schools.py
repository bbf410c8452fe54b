"""How long a personal link works is a setting of the school, beside the links themselves."""

from django.db import migrations


def take_over(apps, schema_editor):
    """Keep what somebody has set already."""
    for settings in apps.get_model("acknowledgements", "SignOffSettings").objects.filter(pk=1):
        apps.get_model("school", "School").objects.filter(pk=1).update(link_days=settings.link_days)


class Migration(migrations.Migration):
    dependencies = [
        ("acknowledgements", "0009_questions_and_reasons"),
        ("school", "0005_links_opened_and_printed"),
    ]

    operations = [
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="signoffsettings",
            name="link_days",
        ),
    ]
