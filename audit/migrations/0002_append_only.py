from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [RefuseWrites(never_changed("audit_event", "An audit event", [("sequence",)]))]
