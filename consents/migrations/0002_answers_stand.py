"""C1: nobody changes or removes what a parent answered; the database itself refuses."""

from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial")]

    operations = [
        RefuseWrites(never_changed("consents_imageanswer", "An answer about pictures", [("id",)]))
    ]
