"""P1: the database itself refuses to change a published version, its sections or its clauses."""

from django.db import migrations

from audit.append_only import RefuseWrites
from policies.refusals import FROZEN_AT_FIRST, FROZEN_JSON_AT_FIRST, refusals


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [RefuseWrites(refusals(FROZEN_AT_FIRST, FROZEN_JSON_AT_FIRST))]
