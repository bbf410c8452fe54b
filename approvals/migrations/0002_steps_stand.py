"""C4: nobody changes or removes what was said of a service; the database itself refuses."""

from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        RefuseWrites(never_changed("approvals_step", "What was said of a service", [("id",)]))
    ]
