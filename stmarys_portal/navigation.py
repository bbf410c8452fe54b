"""The menu: what each person, by their roles today, finds at the top and the foot of a page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from acknowledgements.permissions import can_see_board
from consents.permissions import can_see_class_list, has_pictures_page
from governance.permissions import can_read_reports, can_see_history, can_see_referrals
from incidents.queries import has_queue
from policies.permissions import can_decide, can_manage
from school.access import Verdict
from school.models import Person
from school.permissions import can_see_people


def everybody(person: Person) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """A line of the menu: its words, its URL name, and who of those signed in finds it there."""

    label: str
    url_name: str
    shown_to: Callable[[Person], bool | Verdict] = everybody


FOR_ANYBODY = (
    Entry("Home", "home"),
    Entry("Policies", "policies:library"),
    Entry("Report", "incidents:start"),
)
FOR_PEOPLE_SIGNED_IN = (
    Entry("My sign-offs", "acknowledgements:my_sign_offs"),
    Entry("Pictures of my children", "consents:pictures", has_pictures_page),
    Entry("Cases", "incidents:queue", has_queue),
    Entry("Who has signed", "acknowledgements:board", can_see_board),
    Entry("Policies to approve", "policies:awaiting", can_decide),
    Entry("Look after policies", "policies:manage", can_manage),
    Entry("Referrals", "governance:referrals", can_see_referrals),
    Entry("Breach history", "governance:history", can_see_history),
    Entry("Termly reports", "governance:reports", can_read_reports),
    Entry("Who may be pictured", "consents:class_list", can_see_class_list),
    Entry("People", "school:people", can_see_people),
)
# On a laptop; what is beyond stands behind "More".
FIT_ON_A_LINE = 8
TO_SIGN_IN = Entry("Sign in", "account_login")
AT_THE_FOOT = (
    Entry("Our policies", "policies:library"),
    Entry("Tell us about something", "incidents:start"),
    Entry("Apps that we use", "approvals:families"),
    Entry("Follow up a report", "incidents:follow"),
    Entry("Check a receipt", "acknowledgements:check_receipt"),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_here: bool = False


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the menu and the footer's links for whoever is asking."""
    menu = links(_menu(getattr(request, "user", None)), request.path)
    shown = len(menu) if len(menu) <= FIT_ON_A_LINE else FIT_ON_A_LINE - 1
    more = menu[shown:]
    return {
        "navigation": menu,
        "navigation_shown": menu[:shown],
        "navigation_more": more,
        "is_in_more": any(link.is_here for link in more),
        "footer_links": links(AT_THE_FOOT, request.path),
    }


def _menu(user: Any) -> list[Entry]:
    if not isinstance(user, Person):
        return [*FOR_ANYBODY, TO_SIGN_IN]
    return [*FOR_ANYBODY, *(entry for entry in FOR_PEOPLE_SIGNED_IN if entry.shown_to(user))]


def links(entries: Iterable[Entry], path: str) -> list[Link]:
    """Return the entries as links; the one whose address most closely holds the page is here."""
    found = [(entry.label, reverse(entry.url_name)) for entry in entries]
    here = max((url for _, url in found if _holds(url, path)), key=len, default=None)
    return [Link(label, url, is_here=url == here) for label, url in found]


def _holds(url: str, path: str) -> bool:
    return path == url or (url != reverse("home") and path.startswith(url))
