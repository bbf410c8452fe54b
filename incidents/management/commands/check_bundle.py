"""Check a case file that was taken away against its manifest and the portal's record (I16)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError


class Command(BaseCommand):
    help = "Check that a case file (ZIP) is as this portal made it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP")

    def handle(self, *, file: Path, **options: Any) -> None:
        from incidents.casefile.checking import BadBundle, check_file
        from incidents.casefile.moments import at

        try:
            bundle = check_file(file)
        except BadBundle as fault:
            raise CommandError(f"Not as it was made. {fault}") from None
        except (OperationalError, ProgrammingError):
            raise CommandError("The database is not ready: run manage.py migrate first.") from None
        made = f"{at(bundle.made_at)} for {bundle.asked_by}"
        self.stdout.write(f"As it was made: case {bundle.case.reference}, {made}.")
