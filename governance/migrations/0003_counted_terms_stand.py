from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    """G1: what was shown of a term is never shown otherwise, or there were two to compare."""

    dependencies = [("governance", "0002_counted_terms")]

    operations = [
        RefuseWrites(
            never_changed(
                "governance_countedterm", "A term that was counted", [("id",), ("first_on",)]
            )
        )
    ]
