"""Whoever prepared a version is the first of its authors."""

from django.db import migrations


def created_by_is_an_author(apps, schema_editor):
    version = apps.get_model("policies", "Version")
    authorship = version.authors.through
    authorship.objects.bulk_create(
        authorship(version_id=pk, person_id=person)
        for pk, person in version.objects.exclude(created_by=None).values_list("pk", "created_by")
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_work_on_drafts")]

    operations = [migrations.RunPython(created_by_is_an_author, migrations.RunPython.noop)]
