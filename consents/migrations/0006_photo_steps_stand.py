"""C2: nobody changes or removes what was decided about pictures; the database itself refuses."""

from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("consents", "0005_event_photos")]

    operations = [
        RefuseWrites(
            never_changed("consents_photostep", "What was decided about pictures", [("id",)])
        )
    ]
