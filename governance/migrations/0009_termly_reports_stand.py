from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    """G4: what governors were told of a term stays what they were told."""

    dependencies = [("governance", "0008_termly_reports")]

    operations = [
        RefuseWrites(
            never_changed("governance_termlyreport", "A published report", [("id",), ("term_id",)])
        )
    ]
