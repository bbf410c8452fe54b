"""A6: what waits for a reply is read from an index alone, in the order in which it is gathered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0016_paper_answers_keep_date_and_scan")]

    operations = [
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                fields=["round", "asked_at", "person", "child"],
                condition=models.Q(reply="none", stopped_at=None),
                name="request_no_reply",
            ),
        ),
    ]
