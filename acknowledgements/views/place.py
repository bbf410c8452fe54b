"""Where somebody is on the way to an answer, and what each page of that way needs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.text import get_text_list

from acknowledgements import actions, queries
from acknowledgements.actions.reading import reading_of
from acknowledgements.models import Capacity, Question, Reading, Reply, Request
from acknowledgements.points import sections_to_confirm
from acknowledgements.sitting import Sitting, sitting_of
from policies.models import Clause, Section

# The steps of the way, each with the end of its address.
STEPS = {
    "sign": "",
    "points": "points/",
    "agree": "agree/",
    "ask": "ask/",
    "decline": "decline/",
    "keep": "keep/",
}


@dataclass(frozen=True)
class Way:
    """A way in, signed in or by personal link: how its addresses are called, and what it shows."""

    prefix: str
    home: str
    capacity: str = ""

    def to(self, step: str, asked: Request) -> str:
        return reverse(f"acknowledgements:{self.prefix}{step}", args=[asked.pk])

    def addresses(self, start: str, view: Any) -> list[URLPattern]:
        """Return the addresses of the steps; the view is called with `pk` and `step`."""
        return [
            path(f"{start}<int:pk>/{end}", view, {"step": step}, name=f"{self.prefix}{step}")
            for step, end in STEPS.items()
        ]


SIGNED_IN = Way("", home="acknowledgements:my_sign_offs")
BY_LINK = Way("link_", home="family", capacity=Capacity.PARENT)


@dataclass
class Place:
    """What somebody is asked to sign, by which way they came, and how far they are."""

    asked: Request
    way: Way

    @cached_property
    def reading(self) -> Reading | None:
        return reading_of(self.asked)

    @property
    def has_read(self) -> bool:
        return self.reading is not None and self.reading.reached_end_at is not None

    @cached_property
    def sections(self) -> list[Section]:
        """Return the sections that they confirm point by point."""
        return sections_to_confirm(self.asked.round.version, self.asked.capacity)

    @property
    def clauses(self) -> list[Clause]:
        return [clause for section in self.sections for clause in section.clauses.all()]

    @property
    def points(self) -> list[str]:
        """Return the points confirmed so far."""
        return self.reading.points if self.reading else []

    @property
    def open_points(self) -> list[str]:
        return [clause.number for clause in self.clauses if clause.number not in self.points]

    @cached_property
    def questions(self) -> list[Question]:
        return list(Question.objects.beside(self.asked).select_related("answered_by"))

    @property
    def has_question_waiting(self) -> bool:
        return any(question.answered_at is None for question in self.questions)

    @cached_property
    def sitting(self) -> Sitting:
        return sitting_of(self.asked.person, capacity=self.way.capacity)

    @property
    def next_address(self) -> str:
        """Return where the next policy of this sitting is read."""
        following = self.sitting.next
        return self.way.to(following.step, following.first) if following else ""

    @cached_property
    def together(self) -> queries.ToSign | None:
        """Return what one signature would meet: the request, and those of sisters and brothers."""
        unsigned = self._family.live().exclude(reply=Reply.SIGNED)
        return next(iter(queries.to_sign(unsigned)), None)

    @property
    def signed_for(self) -> str:
        """Return the children for whom this parent has signed, in words."""
        signed = self._family.signed()
        return get_text_list([one.child.full_name for one in signed if one.child], "and")

    @property
    def _family(self) -> Any:
        same = Request.objects.of(self.asked.person).filter(
            round=self.asked.round_id, capacity=self.asked.capacity
        )
        return same.select_related("round__version", "child").order_by("pk")

    def typed(self, name: str) -> str:
        """Return what they typed into a field and have not sent."""
        return getattr(self.reading, name) if self.reading else ""

    def to(self, step: str) -> str:
        return self.way.to(step, self.asked)

    def keep(self, sent: QueryDict) -> None:
        """Keep what a page held. Raises WrongState where nothing is left to sign."""
        actions.keep_reading(request=self.asked, typed=typed_in(sent), by=self.asked.person)
        self.__dict__.pop("reading", None)


def typed_in(sent: QueryDict) -> actions.Typed:
    """Return what a page of this way holds of somebody's ticks and words."""
    return actions.Typed(
        name=sent.get("typed_name"),
        question=sent.get("question"),
        reason=sent.get("reason"),
        ticked=sent.getlist("point") if "boxes" in sent else None,
        known=sent.getlist("known"),
    )


def key_of(pk: int) -> str:
    """Return the name under which what was sent about a request is put by."""
    return f"request:{pk}"


def show(request: HttpRequest, template: str, place: Place, **more: Any) -> HttpResponse:
    """Show a page of this way with what all of them need."""
    return render(
        request,
        template,
        {
            "place": place,
            "asked": place.asked,
            "version": place.asked.round.version,
            "home": reverse(place.way.home),
            "is_parent": place.asked.capacity == Capacity.PARENT,
            "to": {step: place.to(step) for step in STEPS},
            **more,
        },
    )
