"""A1: nobody changes or removes a sign-off; the database itself refuses."""

from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0001_initial")]

    operations = [
        RefuseWrites(
            never_changed(
                "acknowledgements_acknowledgement",
                "A sign-off",
                [("id",), ("request_id",), ("person_id", "capacity", "version_id", "child_id")],
            )
        )
    ]
