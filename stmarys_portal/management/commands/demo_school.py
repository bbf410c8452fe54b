from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from school.models import Person
from stmarys_portal.demo.build import build_demonstration
from stmarys_portal.demo.cast import CHARACTERS


class Command(BaseCommand):
    help = "Fill an empty portal with the demonstration school: invented people, real working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="only print who can sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for character in CHARACTERS:
                self.stdout.write(f"  {character.address:42} {character.shows}")
            return
        if not settings.PORTAL_DEMO:
            raise CommandError("This is not a demonstration: set PORTAL_DEMO=1 if it should be.")
        if Person.objects.exists():
            self.stdout.write("The portal has people already: nothing was changed.")
            return
        build_demonstration()
        self.stdout.write("The demonstration school is ready.")
