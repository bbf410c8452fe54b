"""Who looked at evidence stays on record; words can be removed for good from the reason given."""

from django.db import migrations

from audit.append_only import LiftRefusals, Refuse, RefuseWrites

TABLE, STAYS = "incidents_evidencelook", "Who looked at evidence stays on record."
FIXED = ("evidence_id", "at", "by_id", "was_original")
CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED)
REWORDED = "(OLD.reason <> NEW.reason AND NEW.reason NOT LIKE '%[removed]%')"


class Migration(migrations.Migration):
    dependencies = [("incidents", "0023_removed_names_can_be_alike")]

    operations = [
        LiftRefusals([Refuse(TABLE, "update", STAYS)]),
        RefuseWrites([Refuse(TABLE, "update", STAYS, when=f"{CHANGED} OR {REWORDED}")]),
    ]
