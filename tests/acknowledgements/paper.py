"""What tests of paper begin with: scans as people bring them, and PDFs as they are read."""

import os
from functools import cache
from pathlib import Path

import pypdfium2
import zxingcpp
from page import ValidationProfile, validate_pdf_bytes

from tests.uploads import nasty
from uploads import Kind, Limits, clean, examine
from uploads.fields import Upload

PROFILES = [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A]


@cache
def uploaded(content: bytes = nasty.HEIC, name: str = "IMG_0042.HEIC") -> Upload:
    """Return a file as a form's field hands it on."""
    examined = examine(content, Limits(frozenset(Kind)))
    return Upload(name, content, examined, clean(content, examined.kind))


def pages(data: bytes) -> list[str]:
    """Return the words of each page, read by another program than the one that made them."""
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    unseen = str.maketrans("", "", "\ufffe\u200b")
    return [" ".join(text.translate(unseen).split()) for text in texts]


def words(data: bytes) -> str:
    return " ".join(pages(data))


def faults(data: bytes) -> list[str]:
    """Return what keeps a PDF from being tagged and lasting, by an independent judge."""
    # The judge takes a stream that ends in a carriage return for one byte short.
    found = [f for profile in PROFILES for f in validate_pdf_bytes(data, profile=profile).failures]
    return [fault.message for fault in found if "STREAM-LENGTH" not in fault.rule_id]


def qr_codes(data: bytes) -> list[str]:
    """Return what the QR codes on each page say, as a telephone reads them off the paper."""
    drawn = [page.render(scale=3).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]
    return [found.text for picture in drawn for found in zxingcpp.read_barcodes(picture)]


def keep(data: bytes, name: str) -> None:
    """Keep a PDF where SCREENSHOTS names a folder, to be looked at."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{name}.pdf").write_bytes(data)
