"""Children who join, and how far each of their parents has come: the office's own page (A4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.formats import date_format

from school.models import (
    Child,
    ChildQuerySet,
    Parenthood,
    PersonalLink,
    RoleAssignment,
    SchoolClass,
)
from stmarys_portal.family.things import Things, things_of

LATELY = timedelta(weeks=12)


def joining_soon(today: date, school_class: SchoolClass | None = None) -> ChildQuerySet:
    """Return the children who have not joined yet, the next first."""
    children = _in_class(school_class).filter(admitted_on__gt=today)
    return children.order_by("admitted_on", "full_name", "pk")


def joined_lately(today: date, school_class: SchoolClass | None = None) -> ChildQuerySet:
    """Return the children who joined in the last twelve weeks, the latest first."""
    children = _in_class(school_class).on_roll(today).filter(admitted_on__gt=today - LATELY)
    return children.order_by("-admitted_on", "full_name", "pk")


def _in_class(school_class: SchoolClass | None) -> ChildQuerySet:
    children = Child.objects.on_roll_or_to_come().select_related("school_class")
    children = children.prefetch_related(
        Prefetch(
            "parenthoods",
            Parenthood.objects.select_related("person").order_by("person__full_name", "pk"),
            to_attr="ties",
        )
    )
    return children.filter(school_class=school_class) if school_class else children


@dataclass(frozen=True)
class JoiningParent:
    """One parent of a joining child: where they stand, in a word, and what the office can do."""

    tie: Parenthood
    is_asked: bool
    mood: str
    word: str
    things: Things
    link: PersonalLink | None

    @property
    def detail(self) -> str:
        """Return when the link went out and was opened, and how much is done."""
        said = []
        if self.link is not None:
            how = "Printed" if self.link.is_printed else "Sent"
            said.append(f"{how} on {date_format(self.link.created_at, 'j F')}")
            if self.link.opened_at:
                said.append(f"opened on {date_format(self.link.opened_at, 'j F')}")
        if self.is_asked and self.things.of:
            said.append(self.things.in_words)
        return ", ".join(said)


@dataclass(frozen=True)
class JoiningChild:
    child: Child
    parents: list[JoiningParent]


def rows_of(children: Collection[Child], today: date) -> list[JoiningChild]:
    """Return children with their parents, each with where they stand: six queries for a page."""
    ties = [tie for child in children for tie in child.ties]  # type: ignore[attr-defined]
    people = {tie.person_id for tie in ties}
    known = _Known(
        asked=set(
            Parenthood.objects.asked(today)
            .filter(pk__in=[tie.pk for tie in ties])
            .values_list("pk", flat=True)
        ),
        links={
            link.person_id: link
            for link in PersonalLink.objects.filter(person__in=people).order_by("created_at", "pk")
        },
        things=things_of(people),
        at_work=set(
            RoleAssignment.objects.in_force(today)
            .filter(person__in=people)
            .values_list("person_id", flat=True)
        ),
    )
    return [
        JoiningChild(child, [known.row(child, tie) for tie in child.ties])  # type: ignore[attr-defined]
        for child in children
    ]


@dataclass(frozen=True)
class _Known:
    """What the rows of a page have in common, fetched once."""

    asked: set[int]
    links: dict[int, PersonalLink]
    things: dict[int, Things]
    at_work: set[int]

    def row(self, child: Child, tie: Parenthood) -> JoiningParent:
        link, things = self.links.get(tie.person_id), self.things[tie.person_id]
        is_asked = tie.pk in self.asked
        mood, word = self._state(child, tie, link, things) if is_asked else _not_asked(child, tie)
        return JoiningParent(tie, is_asked, mood, word, things, link if is_asked else None)

    def _state(
        self, child: Child, tie: Parenthood, link: PersonalLink | None, things: Things
    ) -> tuple[str, str]:
        if things.of and things.are_done:
            return "ok", "All done"
        if link is None:
            return self._without_link(tie)
        if link.revoked_at is not None:
            return "late", "Link ended"
        if not link.lasts:
            return "late", "Link has run out"
        return ("wait", "Opened") if link.opened_at else ("wait", "Not opened yet")

    def _without_link(self, tie: Parenthood) -> tuple[str, str]:
        if not tie.person.email:
            return "late", "No e-mail"
        if tie.person_id in self.at_work:
            return "quiet", "Works here and signs in"
        return "wait", "Link goes out within the hour"


def _not_asked(child: Child, tie: Parenthood) -> tuple[str, str]:
    if tie.is_restricted:
        return "late", "Court restriction: not asked"
    if not tie.has_responsibility:
        return "quiet", "No parental responsibility: not asked"
    if not tie.person.is_active:
        return "quiet", "Not asked"
    day = date_format(child.admitted_on, "j F")
    if not tie.person.email:
        return "late", f"No e-mail: print a link from {day}"
    return "wait", f"Gets the link on {day}"
