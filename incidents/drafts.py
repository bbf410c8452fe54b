"""A report on its way: its answers are kept until it is sent, then forgotten.

They are kept in a session of their own. The one that says who is signed in is neither read nor
written by it, so that not even the hour of its last change ties an anonymous report to anybody.
What the browser must remember afterwards it remembers itself, in signed cookies.

Nothing is put into the browser's own storage: the device may be shared, and what lies there stays
for whoever opens it next. A draft ends two hours after its last change, or with its window.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from incidents import pace
from incidents.actions import forget_files, keep_longer

KEY = DRAFT_COOKIE = "report_draft"
DRAFT_SECONDS = 2 * 60 * 60
PAGE_SECONDS = 24 * 60 * 60
TICKET_SALT = "incidents.ticket"
PAGE_SALT = "incidents.page"
RECEIVED_COOKIE = "report_received"
FOLLOWING_COOKIE = "report_following"
RECEIVED_SECONDS = 10 * 60
FOLLOWING_SECONDS = 30 * 60


class Draft:
    """The answers given so far, as they were typed, and the random mark of this one report."""

    def __init__(self, request: HttpRequest) -> None:
        self._session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(
            request.COOKIES.get(DRAFT_COOKIE)
        )
        kept = self._session.get(KEY)
        self._kept: dict[str, Any] = kept or _fresh()
        self.is_new = kept is None

    @property
    def mark(self) -> uuid.UUID:
        return uuid.UUID(self._kept["mark"])

    @property
    def has_begun(self) -> bool:
        """Tell whether the first question, about danger, was answered."""
        return bool(self._kept["has_begun"])

    @property
    def began_at(self) -> float:
        return float(self._kept["began_at"])

    @property
    def child_in_danger(self) -> bool:
        return bool(self._kept["child_in_danger"])

    @property
    def answers(self) -> dict[str, str]:
        return dict(self._kept["answers"])

    @property
    def has_files(self) -> bool:
        """Tell whether files were added to it: only then are they looked for."""
        return bool(self._kept.get("has_files"))

    @property
    def seen(self) -> frozenset[str]:
        """Return the questions whose page was sent."""
        return frozenset(self._kept["seen"])

    def begin(self, *, in_danger: bool, about: str = "") -> None:
        """Keep the answer to the first question, and what it is about where that is known."""
        self._kept |= {"has_begun": True, "child_in_danger": in_danger}
        if about:
            self.keep({"about": about}, question="about")

    def keep(self, answers: Mapping[str, str], *, question: str = "") -> None:
        """Keep what was typed; with `question`, as the answer that was sent to it."""
        self._kept["answers"] = self.answers | dict(answers)
        if question:
            self._kept["seen"] = sorted(self.seen | {question})

    def note_files(self) -> None:
        """Note that files were added to it."""
        self._kept["has_files"] = True

    def is_in_a_hurry(self) -> bool:
        """Count one more change; tell whether they come faster than a person makes them."""
        self._kept["pace"], is_too_fast = pace.count_one(self._kept["pace"], time.time())
        return is_too_fast

    def for_page(self) -> str:
        """Return all of it, signed: an open page outlives the hours that a draft is kept."""
        return signing.dumps(self._kept, salt=PAGE_SALT, compress=True)

    def take_from_page(self, signed: str) -> None:
        """Go on with what the page carried, where the draft itself was forgotten meanwhile."""
        if self.is_new:
            try:
                self._kept = signing.loads(signed, salt=PAGE_SALT, max_age=PAGE_SECONDS)
            except signing.BadSignature:
                return

    def remember(self, response: HttpResponse) -> None:
        """Let the browser find the draft again, until it is closed."""
        self._session[KEY] = self._kept
        self._session.set_expiry(DRAFT_SECONDS)
        try:
            self._session.save()
        except UpdateError:
            return  # it was deleted while this was on its way, and stays so
        if self.has_files:
            keep_longer(self.mark)
        response.set_cookie(
            DRAFT_COOKIE,
            self._session.session_key or "",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )

    def forget(self) -> None:
        """Leave nothing of it; the browser's cookie then leads nowhere."""
        forget_files(self.mark)
        self._session.flush()


def _fresh() -> dict[str, Any]:
    return {
        "mark": str(uuid.uuid4()),
        "has_begun": False,
        "began_at": time.time(),
        "child_in_danger": False,
        "answers": {},
        "seen": [],
        "pace": None,
    }


@dataclass(frozen=True)
class Ticket:
    """What the page before sending carries: all that it shows, and the code it will give out.

    It lives in the page and not in the session. So what is sent is what the page showed, whatever
    another window did meanwhile and however long the page was left open; pressing "send" twice
    gives the same code twice; and the server keeps nothing but the code's hash.
    """

    mark: str
    code: str
    answers: dict[str, str]
    in_danger: bool
    began_at: float
    made_at: float
    account: int | None

    @classmethod
    def read(cls, signed: str) -> "Ticket | None":
        try:
            return cls(**signing.loads(signed, salt=TICKET_SALT, max_age=PAGE_SECONDS))
        except (signing.BadSignature, TypeError):
            return None

    @property
    def draft_mark(self) -> uuid.UUID:
        return uuid.UUID(self.mark)

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=TICKET_SALT, compress=True)


def remember_received(
    response: HttpResponse, *, reference: str, code: str, own_account: bool
) -> None:
    """Let the browser, and nobody else, remember for a moment what the next page must show."""
    _set_cookie(
        response,
        RECEIVED_COOKIE,
        {"reference": reference, "code": code, "own_account": own_account},
        RECEIVED_SECONDS,
        reverse("incidents:received"),
    )


def received(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the page after sending must show, if this browser just sent something."""
    content: dict[str, Any] | None = _read_cookie(request, RECEIVED_COOKIE, RECEIVED_SECONDS)
    return content


def remember_following(response: HttpResponse, report_pk: int) -> None:
    """Open one report to this browser for half an hour."""
    path = reverse("incidents:followed")
    _set_cookie(response, FOLLOWING_COOKIE, report_pk, FOLLOWING_SECONDS, path)


def following(request: HttpRequest) -> int | None:
    """Return the key of the report that this browser may follow, if any."""
    key: int | None = _read_cookie(request, FOLLOWING_COOKIE, FOLLOWING_SECONDS)
    return key


def stop_following(response: HttpResponse) -> None:
    response.delete_cookie(FOLLOWING_COOKIE, path=reverse("incidents:followed"))


def _set_cookie(response: HttpResponse, name: str, content: Any, seconds: int, path: str) -> None:
    response.set_cookie(
        name,
        signing.dumps(content, salt=name),
        max_age=seconds,
        path=path,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _read_cookie(request: HttpRequest, name: str, seconds: int) -> Any:
    try:
        return signing.loads(request.COOKIES.get(name, ""), salt=name, max_age=seconds)
    except signing.BadSignature:
        return None
