"""What needs a person, gathered from every room for their first page: one part for each role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from acknowledgements.models import Capacity
from incidents.queries import reports_of
from incidents.routing import RECEIVE
from school.models import Person, Role
from stmarys_portal.home import cases, families, policies, requests, sign_offs
from stmarys_portal.home.needs import Asked, Need, Part


@dataclass(frozen=True)
class Gatherer:
    """A part of the page: its roles, each with its heading, and what it gathers for them."""

    headings: Mapping[str, str]
    gather: Callable[[Asked], list[Need]]

    def part(self, asked: Asked) -> Part | None:
        heading = next((words for role, words in self.headings.items() if role in asked.roles), "")
        needs = self.gather(asked) if heading else []
        return Part(heading, needs) if needs else None


def parts_for(person: Person, on: date | None = None) -> list[Part]:
    """Return a part for each role in which something needs the person on a day (default: today)."""
    asked = Asked(person, on or timezone.localdate())
    return [part for gatherer in GATHERERS if (part := gatherer.part(asked))]


def has_reported(person: Person) -> bool:
    return reports_of(person).exists()


# --- what each role sees, most pressing first -----------------------------------------------------


def _leading(asked: Asked) -> list[Need]:
    return [
        *cases.cases(asked, Role.HEADTEACHER, Role.DEPUTY),
        *policies.to_approve(asked, Role.HEADTEACHER),
        *requests.to_decide(asked),
        *sign_offs.questions(asked),
        *families.take_downs(),
        *families.shared_to_match(asked),
        *sign_offs.replies_to_come(asked),
        *sign_offs.to_remind(asked),
        *sign_offs.ages_to_parents(),
        *policies.to_publish(asked),
        *policies.to_review(asked),
        *cases.legal_advice(asked),
    ]


def _safeguarding(asked: Asked) -> list[Need]:
    return cases.cases(asked, Role.DSL)


def _governing(asked: Asked) -> list[Need]:
    needs = [*sign_offs.to_sign(asked, Capacity.GOVERNOR)]
    if asked.person.is_any(Role.CHAIR, Role.CLERK):
        needs += cases.cases(asked, Role.CHAIR, Role.CLERK)
    if asked.person.is_any(Role.CHAIR):
        needs += [*requests.to_decide(asked), *requests.services_to_review(asked)]
    needs += [*cases.referrals(asked), *cases.legal_advice(asked)]
    needs += policies.to_approve(asked, Role.GOVERNOR, Role.CHAIR, Role.CLERK)
    if asked.person.is_any(Role.CLERK):
        needs += [*policies.to_publish(asked), *policies.to_review(asked)]
    history = Need(
        "Breach history",
        reverse("governance:history"),
        "How many reports, about what, term by term. Never names.",
        icon="icons/_chart.html",
    )
    return [*needs, history]


def _office(asked: Asked) -> list[Need]:
    return [
        *families.take_downs(),
        *families.shared_to_match(asked),
        *families.lists_to_confirm(asked),
        *sign_offs.answers_to_pass_on(asked),
        *families.joiners(asked),
        *sign_offs.ages_to_parents(),
        *families.without_email(),
        *policies.drafts(asked),
    ]


def _staff(asked: Asked) -> list[Need]:
    is_leading = asked.person.is_any(Role.HEADTEACHER, Role.DEPUTY)
    return [
        *([] if is_leading else sign_offs.questions(asked)),
        *sign_offs.to_sign(asked, Capacity.STAFF),
        *requests.photos_to_take_down(asked),
        *requests.services_to_review(asked),
    ]


def _volunteering(asked: Asked) -> list[Need]:
    return sign_offs.to_sign(asked, Capacity.VOLUNTEER)


def _parenting(asked: Asked) -> list[Need]:
    return [
        *sign_offs.to_sign(asked, Capacity.PARENT),
        *families.pictures(asked),
        *families.asked_by_families(asked),
    ]


GATHERERS = (
    Gatherer(dict.fromkeys(RECEIVE, "Keeping children safe"), cases.picture_warnings),
    Gatherer(
        {Role.HEADTEACHER: "As Headteacher", Role.DEPUTY: "As deputy headteacher"},
        _leading,
    ),
    Gatherer({Role.DSL: "As safeguarding lead"}, _safeguarding),
    Gatherer(
        {
            Role.CHAIR: "As chair of governors",
            Role.CLERK: "As clerk to the governors",
            Role.GOVERNOR: "As a governor",
        },
        _governing,
    ),
    Gatherer({Role.OFFICE: "In the school office"}, _office),
    Gatherer(
        dict.fromkeys(
            (Role.STAFF, Role.HEADTEACHER, Role.DEPUTY, Role.DSL, Role.OFFICE),
            "As a member of staff",
        ),
        _staff,
    ),
    Gatherer({Role.VOLUNTEER: "As a volunteer"}, _volunteering),
    Gatherer({Role.PARENT: "As a parent or carer"}, _parenting),
)
