"""A report on its way: its answers are kept until it is sent, then forgotten.

They are kept in a session of their own. The one that says who is signed in is neither read nor
written by it, so that not even the hour of its last change ties an anonymous report to anybody.
What the browser must remember afterwards it remembers itself, in signed cookies.
"""

import uuid
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from incidents import codes

KEY = DRAFT_COOKIE = "report_draft"
DRAFT_SECONDS = 2 * 60 * 60
TICKET_SALT = "incidents.ticket"
RECEIVED_COOKIE = "report_received"
FOLLOWING_COOKIE = "report_following"
RECEIVED_SECONDS = 10 * 60
FOLLOWING_SECONDS = 30 * 60
NOT_ANSWERS = {"csrfmiddlewaretoken"}


class Draft:
    """The answers given so far, as they were typed, and the random mark of this one report."""

    def __init__(self, request: HttpRequest) -> None:
        self._session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(
            request.COOKIES.get(DRAFT_COOKIE)
        )
        self._kept: dict[str, Any] = self._session.get(KEY) or {
            "submission": str(uuid.uuid4()),
            "child_in_danger": False,
            "about": "",
            "answers": {},
        }

    @property
    def submission(self) -> uuid.UUID:
        return uuid.UUID(self._kept["submission"])

    @property
    def child_in_danger(self) -> bool:
        return bool(self._kept["child_in_danger"])

    @property
    def about(self) -> str:
        return str(self._kept["about"])

    @property
    def answers(self) -> dict[str, str]:
        return dict(self._kept["answers"])

    def keep_danger(self, in_danger: bool, about: str) -> None:
        self._keep(child_in_danger=in_danger, about=about)

    def keep_answers(self, answers: Mapping[str, Any]) -> None:
        self._keep(answers={n: text for n, text in answers.items() if n not in NOT_ANSWERS})

    def remember(self, response: HttpResponse) -> None:
        """Let the browser find the draft again, until it is closed."""
        self._session.set_expiry(DRAFT_SECONDS)
        self._session.save()
        response.set_cookie(
            DRAFT_COOKIE,
            self._session.session_key or "",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )

    def forget(self) -> None:
        """Leave nothing of it; the browser's cookie then leads nowhere."""
        self._session.flush()

    def _keep(self, **more: Any) -> None:
        self._kept.update(more)
        self._session[KEY] = self._kept


class Ticket:
    """What the page before sending carries: which draft it shows, and the code it will give out.

    It lives in the page and not in the session: pressing "send" twice gives the same code twice,
    and the server keeps nothing but the code's hash.
    """

    def __init__(self, submission: uuid.UUID, code: str) -> None:
        self.submission, self.code = submission, code

    @classmethod
    def for_draft(cls, draft: Draft) -> "Ticket":
        return cls(draft.submission, codes.new_code())

    @classmethod
    def read(cls, signed: str) -> "Ticket | None":
        try:
            content = signing.loads(signed, salt=TICKET_SALT)
            return cls(uuid.UUID(content["submission"]), content["code"])
        except (signing.BadSignature, KeyError, ValueError):
            return None

    def signed(self) -> str:
        content = {"submission": str(self.submission), "code": self.code}
        return signing.dumps(content, salt=TICKET_SALT)


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
