from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import chain


class Command(BaseCommand):
    help = "Check the chain of audit events from its first row to its last."

    def handle(self, *args: Any, **options: Any) -> None:
        report = chain.verify()
        if not report.sound:
            raise CommandError(f"{report.fault} The {report.checked} events before it are sound.")
        self.stdout.write(f"The chain is sound: {report.checked} events, head {report.head}.")
