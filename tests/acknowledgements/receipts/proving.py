"""Where a receipt is, where it is checked, and how one alters what it proves."""

from django.db import connection
from django.urls import reverse

from acknowledgements import checking
from acknowledgements.paper.making import receipt_pdf
from tests.support.management.commands.flush import lifted


def pdf_of(signed):
    return receipt_pdf(checking.with_all().get(pk=signed.pk))


def address(signed):
    return reverse("acknowledgements:receipt", args=[signed.pk])


def check_address(code):
    return reverse("acknowledgements:checked_receipt", args=[code])


def alter(column, value, where=""):
    """Write behind the portal's back, past the database's own refusals."""
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE acknowledgements_acknowledgement SET {column} = %s {where}", [value]
        )
