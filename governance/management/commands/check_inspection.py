"""Check an inspector's file against its manifest and the portal's record (G4)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone
from django.utils.formats import date_format


class Command(BaseCommand):
    help = "Check that an inspector's file (ZIP) is as this portal made it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the ZIP")

    def handle(self, *, file: Path, **options: Any) -> None:
        from governance.inspection.checking import BadBundle, check_file

        try:
            made = check_file(file)
        except BadBundle as fault:
            raise CommandError(f"Not as it was made. {fault}") from None
        except (OperationalError, ProgrammingError):
            raise CommandError("The database is not ready: run manage.py migrate first.") from None
        at = date_format(timezone.localtime(made.made_at), "DATETIME_FORMAT")
        self.stdout.write(f"As it was made: an inspector's file, {at} for {made.asked_by}.")
