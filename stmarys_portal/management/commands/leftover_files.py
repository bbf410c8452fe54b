"""`manage.py leftover_files`: which files have no record, and taking them away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stmarys_portal.leftovers import Leftover, TooMany, last_removal, leftovers, remove_leftovers


class Command(BaseCommand):
    help = "List files older than a day that no record leads to; --remove takes them away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take them away")
        parser.add_argument(
            "--even-many",
            action="store_true",
            help="with --remove: also where fewer files have a record than have none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            try:
                self.tell("Removed", remove_leftovers(even_many=options["even_many"]))
            except TooMany as error:
                raise CommandError(f"{error} If it is, add --even-many.") from None
        else:
            self.tell("Without a record", leftovers())
            self.tell_of_last_time()

    def tell(self, what: str, files: list[Leftover]) -> None:
        for file in files:
            day = timezone.localtime(file.written_at).date()
            self.stdout.write(f"  {file.name}  {file.size} bytes, of {day}")
        self.stdout.write(f"{what}: {len(files)}.")

    def tell_of_last_time(self) -> None:
        if event := last_removal():
            at = timezone.localtime(event.at)
            self.stdout.write(f"Last removed: {event.facts['files']}, on {at:%d %b %Y %H:%M}.")
        else:
            self.stdout.write("None was ever removed.")
