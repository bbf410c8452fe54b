"""Load a policy's document as a draft, or only show what is understood of it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from policies.importing import MAX_BYTES, ImportedPolicy, read_document
from policies.models import Version, labels_of
from school.errors import DomainError


class Command(BaseCommand):
    help = "Load a policy's document as a draft; with --preview, show what would be kept."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the document: .docx, .odt, .pdf, .txt or .md")
        parser.add_argument("--preview", action="store_true", help="show it, and keep nothing")
        parser.add_argument("--json", action="store_true", help="with --preview: as JSON")
        parser.add_argument("--slug", default="", help="the policy's address, if not its title's")

    def handle(self, *, file: Path, preview: bool, json: bool, slug: str, **options: Any) -> None:
        if json and not preview:
            raise CommandError("--json belongs to --preview: add it, or leave --json out.")
        content = read(file)
        try:
            imported = read_document(content, name=file.name)
        except DomainError as error:
            raise CommandError(f"{file}: {error}") from None
        if preview:
            self.stdout.write(as_json(imported) if json else as_words(imported))
            return
        version = keep(imported, content, file.name, slug)
        clauses = sum(len(section.clauses) for section in imported.sections)
        self.stdout.write(
            f"Kept as a draft: {version}, with {len(imported.sections)} sections and {clauses} "
            f"clauses, at {version.get_work_url()}"
        )
        if doubts := len(imported.unsure) + len(imported.left_out):
            self.stdout.write(f"Look at {doubts} passages that were unsure or left out: --preview.")


def read(file: Path) -> bytes:
    """Return the file's content; a file that is too large is refused before it is read."""
    try:
        if not file.is_file():
            raise CommandError(
                f"{file} is a folder: name the document in it."
                if file.is_dir()
                else f"{file} is not there, or is no file."
            )
        if file.stat().st_size > MAX_BYTES:
            raise CommandError(f"{file} is larger than 5 MB: save only its text as plain text.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None


def keep(imported: ImportedPolicy, content: bytes, name: str, slug: str) -> Version:
    from policies.actions import draft_from_import

    try:
        return draft_from_import(
            imported=imported, original=content, original_name=name, by=None, slug=slug
        )
    except DomainError as error:
        raise CommandError(str(error)) from None
    except (OperationalError, ProgrammingError):
        raise CommandError("The database is not ready: run manage.py migrate first.") from None


def as_json(imported: ImportedPolicy) -> str:
    return json.dumps(imported.as_json(), indent=2)


def as_words(imported: ImportedPolicy) -> str:
    """Return the document as it was understood, for somebody to read at a terminal."""
    dates = [f"{name}: {day or 'not recorded'}" for name, day in imported.dates.items()]
    lines = [imported.title, "=" * len(imported.title), *dates]
    for section in imported.sections:
        audiences = ", ".join(labels_of(section.audiences)) or "everybody"
        lines += ["", f"{section.number} {section.heading} (for: {audiences})"]
        lines += [
            f"{'   ' * clause.level}{clause.number} {clause.text}" for clause in section.clauses
        ]
    lines += ["", f"To sign: {imported.sign_off_text or 'not recorded'}"]
    for title, passages in [("Unsure", imported.unsure), ("Left out", imported.left_out)]:
        lines += ["", f"{title}: {len(passages) or 'nothing'}"]
        lines += [f"   {passage.why} “{passage.text}”" for passage in passages]
    return "\n".join(lines)
