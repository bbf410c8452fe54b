"""A1: a scan is part of the evidence, so its row is only ever added."""

from django.db import migrations

from audit.append_only import RefuseWrites, never_changed


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0011_scans_have_copies")]

    operations = [RefuseWrites(never_changed("acknowledgements_scan", "A scan", [("id",)]))]
