"""Find the next people to write to by person: one message leads to all that waits for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0007_confirmations")]

    operations = [
        migrations.RemoveIndex(model_name="request", name="request_to_invite"),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("invited_at", None), ("stopped_at", None)),
                fields=["person", "round"],
                name="request_to_invite",
            ),
        ),
    ]
