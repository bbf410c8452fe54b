"""`manage.py create_headteacher`: the first person of a new portal, who then adds the others."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from school.actions import add_person
from school.errors import DomainError
from school.models import Person, Role


class Command(BaseCommand):
    help = "Create the first Headteacher, who signs in with a code sent to the address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="full name, as others see it")
        parser.add_argument("--email", required=True, help="the address to sign in with")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        name, email = " ".join(options["name"].split()), options["email"].strip()
        self.require_usable(name, email)
        try:
            add_person(
                full_name=name,
                email=email,
                role=Role.HEADTEACHER,
                starts_on=timezone.localdate(),
                by=None,
            )
        except DomainError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{name} is Headteacher, and signs in with a code sent to {email}.")

    def require_usable(self, name: str, email: str) -> None:
        if not 0 < len(name) <= 120:
            raise CommandError("--name must be a full name of at most 120 letters.")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"--email {email!r} is not an e-mail address.") from None
        if head := Person.objects.holding(Role.HEADTEACHER).first():
            raise CommandError(
                f"{head} is Headteacher already, and can add people and roles in the portal."
            )
