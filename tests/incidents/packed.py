"""Case files made the real way and looked into byte by byte, for this room's tests."""

import hashlib
import json
import zipfile
from io import BytesIO

import pypdfium2
from django.core.files.base import ContentFile

from incidents import actions
from incidents.models import Evidence
from uploads import Kind, clean


def a_piece(case, content=b"Nothing unkind in here.\n", kind=Kind.TEXT, **fields):
    """Return a piece of evidence as it is kept: the original sealed, and its cleaned copy."""
    copy = clean(content, kind)
    number = fields.pop("number", case.evidence.count() + 1)
    fields.setdefault("from_reporter", True)
    return Evidence.objects.create(
        case=case,
        number=number,
        file_name=fields.pop("file_name", f"piece-{number}{kind.ending}"),
        file_kind=kind.name,
        copy_kind=copy.kind.name,
        original=ContentFile(content, name=f"{number}.bin"),
        copy=ContentFile(copy.content, name=f"{number}.bin"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **fields,
    )


def a_bundle(case, by, **asked):
    """Return a case file that was asked for and made."""
    bundle = actions.ask_for_bundle(case=case, by=by, **asked)
    actions.make_bundles()
    bundle.refresh_from_db()
    assert bundle.made_at, bundle.fault
    return bundle


def unpacked(bundle):
    """Return each file of a bundle by its path."""
    with bundle.file.open("rb") as file, zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def words_of(files):
    """Return everything that can be read in the files: of a PDF its words, of all else its text."""
    said = {}
    for name, content in files.items():
        if content.startswith(b"%PDF"):
            with pypdfium2.PdfDocument(BytesIO(content)) as pdf:
                said[name] = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
                said[name] += json.dumps(pdf.get_metadata_dict())
        else:
            said[name] = content.decode("utf-8", errors="replace")
    return said


def where(needle, files):
    """Return the files that say something, whatever their capitals and wherever lines break."""
    sought = " ".join(needle.split()).casefold()
    said = words_of(files).items()
    found = {name for name, words in said if sought in " ".join(words.split()).casefold()}
    raw = {name for name, content in files.items() if needle.encode().lower() in content.lower()}
    return sorted(found | raw | {name for name in files if sought in name.casefold()})
