"""S5: the guard against replacing a row finds it by its index, also where the
database was migrated while it still read the whole table at each insert."""

from django.db import migrations

from audit.append_only import RenewRefusals, never_changed


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        RenewRefusals(never_changed("audit_event", "An audit event", [("sequence",)])),
    ]
