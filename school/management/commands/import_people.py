"""Put in a list of people from a CSV file, or show what it would change."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from school import actions, people_import
from school.errors import DomainError
from school.people_plan import Plan


class Command(BaseCommand):
    help = "Put in the people, roles, children and parents of a CSV file: all of them or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--preview", action="store_true", help="Show it, and write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                content = file.read(people_import.LARGEST + 1)
            plan = self.preview(content) if options["preview"] else actions.import_people(content)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read ({error.strerror}).") from None
        except DomainError as error:
            raise CommandError(str(error)) from None
        for name, count in plan.counts().items():
            self.stdout.write(f"{name.replace('_', ' ')}: {count}")

    def preview(self, content: bytes) -> Plan:
        """Say what each line would do; a list with faults names them all and fails."""
        plan = actions.plan_of(people_import.decode(content), by=None)
        for step in plan.steps:
            self.stdout.write(
                f"Line {step.line}, {step.who}: {'; '.join(step.what) or 'no change'}"
            )
        if plan.faults:
            raise CommandError("\n".join(str(fault) for fault in plan.faults))
        return plan
