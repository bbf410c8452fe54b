"""`manage.py outbox`: what waits to be sent, and what was given up and why."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from notifications.models import Message


class Command(BaseCommand):
    help = "Tell which messages wait and which were given up; --retry queues the latter again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true", help="try again what was given up")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"]:
            again = Message.objects.given_up().update(
                given_up_at=None, attempts=0, due_at=timezone.now()
            )
            self.stdout.write(f"Queued again: {again}.")
        self.report_waiting()
        for message in Message.objects.given_up().order_by("pk"):
            day = timezone.localtime(message.given_up_at).date()
            self.stdout.write(
                f"Given up on {day}: message {message.pk} ({message.template}), {message.error}."
            )

    def report_waiting(self) -> None:
        waiting = Message.objects.waiting().order_by("created_at")
        if oldest := waiting.first():
            since = timezone.localtime(oldest.created_at)
            self.stdout.write(f"Waiting: {waiting.count()}, the oldest since {since:%d %b %H:%M}.")
        else:
            self.stdout.write("Nothing waits to be sent.")
