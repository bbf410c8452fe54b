"""C1: the guard against replacing a row finds it by its index, also where the
database was migrated while it still read the whole table at each insert."""

from django.db import migrations

from audit.append_only import RenewRefusals, never_changed


class Migration(migrations.Migration):
    dependencies = [("consents", "0002_answers_stand")]

    operations = [
        RenewRefusals(never_changed("consents_imageanswer", "An answer about pictures", [("id",)])),
    ]
