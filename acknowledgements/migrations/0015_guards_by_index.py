"""A1: the guard against replacing a row finds it by its index, also where the
database was migrated while it still read the whole table at each insert."""

from django.db import migrations

from audit.append_only import RenewRefusals, never_changed


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0014_counted_by_index")]

    operations = [
        RenewRefusals(
            never_changed(
                "acknowledgements_acknowledgement",
                "A sign-off",
                [("id",), ("request_id",), ("receipt_code",)],
            )
        ),
        RenewRefusals(never_changed("acknowledgements_scan", "A scan", [("id",)])),
    ]
