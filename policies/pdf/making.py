"""Making a version's PDF, in a program of its own, and keeping it for a day."""

import hashlib
import json
import logging
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from django.core.cache import cache

from policies.models import Section, Version
from policies.pdf.content import content_of
from school.errors import DomainError

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
PROGRAM, TEMPLATE = HERE / "typesetting.py", HERE / "policy.typ"
PRINT_INSTEAD = "Print this page instead."
NO_LETTERS = 3  # the status by which the program says that it has no typeface for a text
SECONDS = 40
KEPT_FOR = 24 * 60 * 60

# Each takes a core for a moment: readers who ask all at once wait in line, and the pages do not.
_at_once = BoundedSemaphore(2)


class PdfNotMade(DomainError):
    """No PDF could be made of this text; the sentence says what to do instead."""


def pdf_of(version: Version, sections: list[Section], audience: str = "") -> bytes:
    """Return a version as a tagged PDF (PDF/UA-1 and PDF/A-2a), narrowed to an audience if given.

    `sections` are those to show, with their clauses fetched. The same text gives the same bytes.
    Raises PdfNotMade.
    """
    content = json.dumps(content_of(version, sections, audience), sort_keys=True).encode()
    program = PROGRAM.read_bytes() + TEMPLATE.read_bytes()
    key = f"policy-pdf-{hashlib.sha256(program + content).hexdigest()}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = typeset(content, TEMPLATE)
        cache.set(key, made, KEPT_FOR)
    return made


def typeset(content: bytes, template: Path, instead: str = PRINT_INSTEAD) -> bytes:
    """Return what a template of ours makes of some JSON: a tagged PDF.

    `instead` says what a person can do where none can be made. Raises PdfNotMade.
    """
    with _at_once:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, and the text comes by its input
                [sys.executable, "-I", str(PROGRAM), str(template)],
                input=content,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.exception("A PDF took too long: %s", template.name)
            raise PdfNotMade(f"This took too long to set as a PDF. {instead}") from None
    if done.returncode == NO_LETTERS:
        raise PdfNotMade(f"The PDF has no typeface for “{done.stderr.decode()}”. {instead}")
    if done.returncode:
        log.error("A PDF was not made: %s, status %s.", template.name, done.returncode)
        raise PdfNotMade(f"The PDF could not be made just now. {instead}")
    return done.stdout
