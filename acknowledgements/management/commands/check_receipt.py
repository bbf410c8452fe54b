"""Check a receipt's code, or all sign-offs, against the record (A8)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from acknowledgements import receipts
from acknowledgements.models import Acknowledgement


class Command(BaseCommand):
    help = "Check a receipt by its code; with --all, every sign-off against the chain of events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", default="", help="the code, with or without dashes")
        parser.add_argument("--all", action="store_true", dest="everything", help="all sign-offs")

    def handle(self, *, code: str, everything: bool, **options: Any) -> None:
        if bool(code) == everything:
            raise CommandError("Give either a receipt's code or --all.")
        try:
            self.stdout.write(of_all() if everything else of_one(code))
        except (OperationalError, ProgrammingError):
            raise CommandError("The database is not ready: run manage.py migrate first.") from None


def of_all() -> str:
    from acknowledgements.checking import check_all

    report = check_all()
    if report.fault:
        raise CommandError(f"{report.fault} The {report.checked} sign-offs before it are sound.")
    return f"All {report.checked} sign-offs are as they were signed, and the chain is sound."


def of_one(written: str) -> str:
    from acknowledgements.checking import check, issued

    code = receipts.tidy(written)
    if not receipts.is_whole(code):
        raise CommandError("This is no receipt's code: it has 25 letters and figures.")
    checked = check(code)
    if checked is None:
        if event := issued(code):
            raise CommandError(
                f"Invalid: this code was given for sign-off {event.target_id}, which was altered "
                "or removed since."
            )
        raise CommandError("Invalid: no sign-off has this code.")
    if not checked.valid:
        raise CommandError(f"Invalid: sign-off {checked.signed.pk}. {checked.fault}")
    return "\n".join(["Valid.", *_facts(checked.signed)])


def _facts(signed: Acknowledgement) -> list[str]:
    from acknowledgements.paper.making import facts_of

    lines = [(name, words.replace("\n", ", ")) for name, words in facts_of(signed) if words]
    lines += [("SHA-256 of the text", signed.text_sha256)]
    return [f"{name}: {words}" for name, words in lines]
