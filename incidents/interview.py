"""Which questions a report asks, in what order, and what its answers come to (I1).

One question a page; what does not fit is left out. A question, worry or complaint is asked least.
To ask something more is a form in `forms/questions.py` and a row here.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from incidents.actions import ReportDetails
from incidents.forms import files
from incidents.forms import questions as forms
from incidents.models import SubjectKind
from incidents.topics import Topic
from school.models import Person, Service

Answers = Mapping[str, str]


def always(answers: Answers) -> bool:
    return True


def something_happened(answers: Answers) -> bool:
    return answers.get("about") != Topic.CONCERN.name


def gives_a_name(answers: Answers) -> bool:
    return answers.get("who") == forms.NAMED


@dataclass(frozen=True)
class Question:
    """One page. `name` is in its address; `asked` says whether it fits what was said so far."""

    name: str
    form: type[forms.QuestionForm]
    asked: Callable[[Answers], bool] = always
    # Whether it has a view of its own, which alone changes its answers.
    has_own_view: bool = False


QUESTIONS = (
    Question("about", forms.TopicForm),
    Question("what", forms.StoryForm),
    Question("whom", forms.WhomForm),
    Question("when", forms.WhenForm, something_happened),
    Question("where", forms.WhereForm, something_happened),
    Question("service", forms.ServiceForm, something_happened),
    Question("files", files.FilesForm, something_happened, has_own_view=True),
    Question("who", forms.WhoForm),
    Question("name", forms.NameForm, gives_a_name),
)
BY_NAME = {question.name: question for question in QUESTIONS}


class Interview:
    """The questions as one reporter meets them: with their answers, and as whom they are here."""

    def __init__(
        self, answers: Answers, *, seen: frozenset[str], person: Person | None, in_danger: bool
    ) -> None:
        self.answers, self.seen, self.person = dict(answers), seen, person
        self.in_danger = in_danger
        self.asked = [question for question in QUESTIONS if question.asked(self.answers)]
        self._read: dict[str, forms.QuestionForm] = {}

    def form(self, question: Question, data: Answers | None = None) -> forms.QuestionForm:
        """Return a question's form: with what was sent, or showing what was answered before."""
        made = question.form(data, answers=self.answers, person=self.person)
        if data is None:
            made.initial = made.typed_before(self.answers)
        return made

    def place(self, question: Question) -> tuple[int, int]:
        """Return which question this is, and of how many."""
        return self.asked.index(question) + 1, len(self.asked)

    def before(self, question: Question) -> Question | None:
        """Return the question before this one, where "back" leads."""
        place = self.asked.index(question)
        return self.asked[place - 1] if place else None

    def may_open(self, question: Question) -> bool:
        """Tell whether it is asked, and everything before it has an answer."""
        waiting = self.next_open()
        if question not in self.asked:
            return False
        return waiting is None or self.asked.index(question) <= self.asked.index(waiting)

    def next_open(self) -> Question | None:
        """Return the first question that has no good answer yet, or None."""
        return next((question for question in self.asked if not self._is_answered(question)), None)

    def _is_answered(self, question: Question) -> bool:
        return question.name in self.seen and self._answered(question).is_valid()

    def _answered(self, question: Question) -> forms.QuestionForm:
        if question.name not in self._read:
            self._read[question.name] = self.form(question, self.answers)
        return self._read[question.name]

    def answers_to_send(self) -> dict[str, str]:
        """Return what the questions asked were answered, and nothing typed for another."""
        names = [name for question in self.asked for name in self._answered(question).names()]
        return {name: self.answers[name] for name in names if self.answers.get(name)}

    def submission(self, mark: uuid.UUID) -> uuid.UUID:
        """Return the mark of what would be sent now: the same words again are the same report.

        Words that were changed in another window are another report, and neither is lost.
        """
        told = json.dumps([self.in_danger, self.answers_to_send()], sort_keys=True)
        return uuid.uuid5(mark, hashlib.sha256(told.encode()).hexdigest())

    def rows(self) -> list[dict[str, Any]]:
        """Return each question with its answer in words, and its name: where to change it."""
        return [
            {"question": question, "title": form.title, "lines": _in_words(form)}
            for question, form in self._good_answers()
        ]

    def _good_answers(self) -> list[tuple[Question, forms.QuestionForm]]:
        answered = [(question, self._answered(question)) for question in self.asked]
        return [(question, form) for question, form in answered if form.is_valid()]

    @property
    def is_from_account(self) -> bool:
        """Tell whether the reporter asked to be known by the account they are signed in with."""
        return self.person is not None and self.answers.get("who") == forms.ACCOUNT

    def details(self, mark: uuid.UUID) -> ReportDetails:
        """Return what the answers come to; only what was asked counts, typed or not."""
        said: dict[str, Any] = {}
        for _, form in self._good_answers():
            said |= form.cleaned_data
        topic = Topic[said["about"]]
        known = Service.objects.filter(pk=_number(said.get("known_service", ""))).first()
        return ReportDetails(
            kind=topic.kind,
            subject_kind=said.get("subject_kind") or _only_subject(topic),
            subject_name=said["subject_name"],
            what_happened=said["what_happened"],
            happened_on=said.get("happened_on"),
            outside_school={forms.IN_SCHOOL: False, forms.OUTSIDE: True}.get(said.get("where", "")),
            known_service=known,
            service=known.name if known else said.get("service", ""),
            link=said.get("link", ""),
            child_in_danger=self.in_danger,
            reporter_name=said.get("reporter_name", ""),
            reporter_email=said.get("reporter_email", ""),
            draft=mark,
            files=files.keys_in(self.answers.get("held", "")) if said.get("held") else (),
            files_show=said.get("files_show", ""),
            words_only=bool(said.get("words_only")),
            picture_in_words=said.get("picture_in_words", ""),
            submission=self.submission(mark),
        )


def _only_subject(topic: Topic) -> str:
    return topic.subjects[0] if len(topic.subjects) == 1 else SubjectKind.UNKNOWN


def _number(chosen: str) -> int:
    return int(chosen) if chosen.isdecimal() else 0


def _in_words(form: forms.QuestionForm) -> list[str]:
    """Return a page's answers as they are read back, one line for each that has one."""
    lines = []
    for name, field in form.fields.items():
        answer = form.cleaned_data.get(name)
        if answer in (None, "", forms.ANOTHER_SERVICE):
            continue
        if isinstance(answer, date):
            answer = date_format(answer)
        lines.append(dict(getattr(field, "choices", ())).get(answer, answer))
    return lines
