"""What came in stays what it was, and nobody undoes having looked at it."""

from django.db import migrations

from audit.append_only import Refuse, RefuseWrites

FIXED = (
    "case_id",
    "number",
    "sha256",
    "size",
    "file_name",
    "file_kind",
    "from_reporter",
    "added_by_id",
    "added_at",
)
CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FIXED)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_evidence")]

    operations = [
        RefuseWrites(
            [
                Refuse(
                    "incidents_evidence",
                    "update",
                    "What came in as evidence never changes.",
                    when=CHANGED,
                ),
                Refuse(
                    "incidents_evidencelook",
                    "update",
                    "Who looked at evidence stays on record.",
                ),
            ]
        )
    ]
