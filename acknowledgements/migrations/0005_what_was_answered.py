"""Fill in what earlier rows say already: who replied, who was invited, and each receipt's code."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

from acknowledgements import receipts


def fill_in(apps, schema_editor):
    request = apps.get_model("acknowledgements", "Request")
    signed = apps.get_model("acknowledgements", "Acknowledgement")
    request.objects.update(invited_at=F("asked_at"))
    at = signed.objects.filter(request=OuterRef("pk")).values("signed_at")[:1]
    request.objects.filter(acknowledgement__isnull=False).update(
        reply="signed", replied_at=Subquery(at)
    )
    for row in signed.objects.order_by("pk").iterator(chunk_size=500):
        row.receipt_salt = receipts.new_salt()
        row.receipt_code = receipts.code_of(row)
        row.save(update_fields=["receipt_salt", "receipt_code"])


class Migration(migrations.Migration):
    dependencies = [("acknowledgements", "0004_room_for_answers")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
