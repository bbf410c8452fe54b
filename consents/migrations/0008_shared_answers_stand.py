"""C3: nobody changes or removes what a family answered, or what became of a picture."""

from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("consents", "0007_shared_pictures")]

    operations = [
        RefuseWrites(
            never_changed(
                "consents_sharedanswer", "An answer about another family’s picture", [("id",)]
            )
        ),
        RefuseWrites(
            never_changed("consents_sharedstep", "What became of a shared picture", [("id",)])
        ),
    ]
