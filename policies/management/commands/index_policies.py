"""Make the index of the search anew, from every policy in force."""

from typing import Any

from django.core.management.base import BaseCommand

from policies.search import index_everything


class Command(BaseCommand):
    help = "Make the index of the search anew. It keeps itself; this is for after a repair."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"The search knows the words of {index_everything()} policies in force.")
