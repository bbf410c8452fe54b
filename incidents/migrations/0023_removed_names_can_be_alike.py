"""Two names out of which the same words were removed for good read alike."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("incidents", "0022_saved_lists")]

    operations = [migrations.RemoveConstraint(model_name="namematch", name="name_matched_once")]
