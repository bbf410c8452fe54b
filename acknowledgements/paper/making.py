"""Slips, sheets and receipts as tagged PDFs (PDF/UA-1 and PDF/A-2a), made when they are asked for.

What each says is put together here as plain data; the templates beside this file only set it.
"""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from acknowledgements import receipts
from acknowledgements.models import Acknowledgement, Capacity, Meeting, Method, Round
from acknowledgements.paper import codes
from acknowledgements.paper.batches import Place
from acknowledgements.points import points_to_confirm
from policies.models import Version
from policies.pdf.content import letterhead, lines_of, one_line
from policies.pdf.making import typeset

HERE = Path(__file__).parent
TRY_AGAIN = "Please try again in a moment."


def slips_pdf(asked: Round, slips: Sequence[tuple[Place, str]]) -> bytes:
    """Return one slip for each place, with its code; two on a sheet where they fit."""
    version = asked.version
    points = {
        capacity: points_to_confirm(version, capacity)
        for capacity in {place.capacity for place, _ in slips}
    }
    content = _head(f"Reply slips: {version}") | _to_read(version)
    content["due_on"] = date_format(asked.due_on)
    content["slips"] = [
        {
            "heading": _heading(place),
            "children": _children(place),
            "is_parent": place.capacity == Capacity.PARENT,
            "points": points[place.capacity],
            "code": codes.in_groups(code),
            "code_qr": qr(code, mask=3),
        }
        for place, code in slips
    ]
    return _set("slips.typ", content)


def sheet_pdf(meeting: Meeting, asked: Round, capacity: Capacity, names: Collection[str]) -> bytes:
    """Return a sheet on which those who are asked in one capacity can sign at a meeting."""
    version = asked.version
    content = _head(f"Sheet to sign: {version}") | _to_read(version)
    content |= {
        "title": f"Sheet to sign: {capacity.label.lower()}s",
        "meeting": f"{one_line(meeting.name)}, {date_format(meeting.held_on)}",
        "points": points_to_confirm(version, capacity),
        "people": [one_line(name) for name in names],
    }
    if capacity == Capacity.STAFF:
        content["title"] = "Sheet to sign: staff"
    return _set("sheet.typ", content)


def receipt_pdf(signed: Acknowledgement) -> bytes:
    """Return the receipt of a sign-off. `signed` comes with its people and version."""
    code = signed.receipt_code
    check = settings.PORTAL_URL + reverse("acknowledgements:checked_receipt", args=[code])
    form = settings.PORTAL_URL + reverse("acknowledgements:check_receipt")
    content = _head(f"Receipt: {signed.version}", made_on=timezone.localdate(signed.signed_at))
    content |= {
        "facts": [(name, lines_of(words)) for name, words in facts_of(signed) if words],
        "sentence": lines_of(signed.sentence),
        "points": signed.points,
        "code": receipts.in_groups(code),
        "check_address": form,
        "check_shown": one_line(form),
        "check_qr": qr(check),
        "sha256": signed.text_sha256,
    }
    return _set("receipt.typ", content)


def facts_of(signed: Acknowledgement) -> list[tuple[str, str]]:
    """Return what a receipt says, name by name; what does not apply is empty."""
    paper = signed.method != Method.ONLINE
    how = signed.get_method_display()
    if signed.meeting:
        how = f"{how}: {signed.meeting.name}"
    whose = f"{signed.get_capacity_display()}, for {signed.child}" if signed.child else ""
    recorded = (
        f"{date_format(timezone.localtime(signed.signed_at), 'DATETIME_FORMAT')} (school time)"
    )
    recorded += f"\n{signed.signed_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return [
        ("Policy", signed.version.title),
        ("Version", str(signed.version.number)),
        ("Signed by", str(signed.person)),
        ("Name as signed", signed.typed_name),
        ("Signed as", whose or signed.get_capacity_display()),
        ("How", how),
        ("Date on the paper", date_format(signed.dated_on) if signed.dated_on else ""),
        ("Recorded" if paper else "Signed", recorded),
        ("Recorded by", str(signed.recorded_by) if paper else ""),
        ("Scan of the paper", "Kept by the school" if signed.scan_id else ""),
    ]


def qr(text: str, mask: int | None = None) -> str:
    """Return a QR code as an SVG drawing; with the mask given, no time goes into choosing one."""
    out = BytesIO()
    segno.make_qr(text, error="m", mask=mask).save(
        out, kind="svg", border=2, xmldecl=False, svgclass=None
    )
    return out.getvalue().decode()


def _heading(place: Place) -> str:
    as_what = "" if place.capacity == Capacity.PARENT else f", {place.capacity.label.lower()}"
    return one_line(place.name) + as_what


def _children(place: Place) -> str:
    names = [f"{name} ({in_class})" if in_class else name for name, in_class in place.children]
    return one_line(f"For {get_text_list(names, 'and')}") if names else ""


def _head(title: str, made_on: date | None = None) -> dict[str, Any]:
    day = made_on or timezone.localdate()
    return {
        "school": letterhead(),
        "full_title": one_line(title),
        "foot": one_line(title),
        "made_on": [day.year, day.month, day.day],
    }


def _to_read(version: Version) -> dict[str, Any]:
    address = settings.PORTAL_URL + version.get_absolute_url()
    return {
        "policy": one_line(str(version)),
        "sentence": lines_of(version.sign_off_text),
        "address": address,
        "address_shown": one_line(address),
        "address_qr": qr(address),
    }


def _set(template: str, content: dict[str, Any]) -> bytes:
    return typeset(json.dumps(content, sort_keys=True).encode(), HERE / template, TRY_AGAIN)
