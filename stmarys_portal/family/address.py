"""An address given by somebody who holds a link and has none: proved by a code sent to it (A4).

An address that is somebody else's is answered in the same way, so that nobody can find out here
who is known to the school: a letter goes to it that says so, and the code is sent to nobody.
"""

import hashlib
import secrets
import time
import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from notifications import outbox
from school.access import require
from school.actions import give_own_address
from school.errors import DomainError
from school.models import Person, Role
from school.permissions import can_give_own_address

IN_SESSION = "address_given"
SECONDS, WRONG_TRIES = 15 * 60, 3
LETTERS_AN_HOUR = 5


def send_code(request: HttpRequest, *, person: Person, address: str) -> None:
    """Send a code to an address, and note in the session what would prove that it is theirs.

    Raises NotAllowed where an address is not theirs to give, and DomainError if asked too often.
    """
    require(can_give_own_address(person))
    _take_one_of_the_hour(person)
    code = get_adapter().generate_login_code()
    is_free = not Person.objects.filter(email__iexact=address).exists()
    with transaction.atomic():
        outbox.enqueue(
            to=address,
            template="address_code" if is_free else "address_taken",
            context={"code": code} if is_free else {},
            once=f"address-given:{uuid.uuid4()}",
        )
    request.session[IN_SESSION] = {
        "person": person.pk,
        "address": address,
        "hash": _hash(code),
        "until": time.time() + SECONDS,
        "tries": 0,
    }


def address_asked(request: HttpRequest, person: Person) -> str:
    """Return the address to which a code went a moment ago, if it still may be typed."""
    noted: dict[str, Any] = request.session.get(IN_SESSION) or {}
    is_live = noted.get("person") == person.pk and noted["until"] > time.time()
    return str(noted["address"]) if is_live and noted["tries"] < WRONG_TRIES else ""


def confirm(request: HttpRequest, *, person: Person, code: str) -> Person:
    """Keep the address as theirs if the code fits, and tell the office. Raises DomainError."""
    address = address_asked(request, person)
    if not address:
        raise DomainError("This code no longer works. Give your address again for a new one.")
    noted = request.session[IN_SESSION]
    if not secrets.compare_digest(noted["hash"], _hash(code)):
        noted["tries"] += 1
        request.session.modified = True
        raise DomainError("That is not the code. Look for the newest e-mail and copy it again.")
    del request.session[IN_SESSION]
    with transaction.atomic():
        person = give_own_address(person=person, email=address)
        for clerk in Person.objects.holding(Role.OFFICE):
            outbox.enqueue(
                to=clerk,
                template="address_given",
                context={"path": reverse("school:person", args=[person.pk])},
                once=f"address-given:{person.pk}:{clerk.pk}:{uuid.uuid4()}",
            )
    return person


def _hash(code: str) -> str:
    tidy = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(tidy.encode()).hexdigest()


def _take_one_of_the_hour(person: Person) -> None:
    """Count the letters of an hour: `add` is atomic in every cache, so no two share a place."""
    for place in range(LETTERS_AN_HOUR):
        if cache.add(f"address-given:{person.pk}:{place}", True, 60 * 60):
            return
    raise DomainError("That was often in a short time. Please wait an hour and try again.")
