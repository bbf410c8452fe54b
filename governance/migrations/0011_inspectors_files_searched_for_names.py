from django.db import migrations, models


class Migration(migrations.Migration):
    """G4: what may go although it is like a name, and how much of a file was held back."""

    dependencies = [("governance", "0010_inspectors_files")]

    operations = [
        migrations.AddField(
            model_name="inspection",
            name="looked_at",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="inspection",
            name="held_back",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
