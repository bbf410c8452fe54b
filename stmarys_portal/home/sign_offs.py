"""What of sign-off needs somebody: to read, to answer, to remind."""

from django.urls import reverse
from django.utils.formats import date_format

from acknowledgements import queries as sign_offs
from acknowledgements.board import counts as board
from acknowledgements.board import rows as board_rows
from acknowledgements.models import AgeReminder, Capacity, Question, Round
from acknowledgements.permissions import answerers, can_chase_all, can_pass_on
from acknowledgements.reach import to_chase
from school.terms import school_calendar
from stmarys_portal.home.needs import Asked, Need, listed


def to_sign(asked: Asked, capacity: Capacity) -> list[Need]:
    return [
        Need(
            title=f"Read and sign: {item.version.title}",
            url=reverse(f"acknowledgements:{item.step}", args=[item.first.pk]),
            detail=_about(item),
        )
        for item in asked.to_sign
        if item.first.capacity == capacity and item.waits_for_them
    ]


def _about(item: sign_offs.ToSign) -> str:
    minutes = "1 minute" if item.minutes == 1 else f"{item.minutes} minutes"
    whom = f"For {listed(item.children)}. " if item.children else ""
    return f"{whom}About {minutes} to read, by {date_format(item.first.due_on)}."


def questions(asked: Asked) -> list[Need]:
    if asked.person not in answerers() or not (number := Question.objects.waiting().count()):
        return []
    return [
        Need(
            "Question about a policy waits for you"
            if number == 1
            else "Questions about policies wait for you",
            reverse("acknowledgements:questions"),
            "Until it is answered, nobody reminds the one who asked.",
            count=number,
            icon="icons/_speech.html",
        )
    ]


def answers_to_pass_on(asked: Asked) -> list[Need]:
    number = Question.objects.to_pass_on().count() if can_pass_on(asked.person) else 0
    if not number:
        return []
    return [
        Need(
            "Answer to pass on" if number == 1 else "Answers to pass on",
            reverse("acknowledgements:answers"),
            "For people without an e-mail address: tell them, or print it.",
            count=number,
        )
    ]


def replies_to_come(asked: Asked) -> list[Need]:
    rounds = list(Round.objects.open())
    if not rounds:
        return []
    coverage = board.coverage_of(rounds, board_rows.seen_by(asked.person))
    counted = board.together(coverage.values())
    policies = "1 policy" if len(rounds) == 1 else f"{len(rounds)} policies"
    to_come = counted.all.none
    return [
        Need(
            title="Sign-offs still to come" if to_come else "Everybody has replied",
            url=reverse("acknowledgements:board"),
            detail=f"{counted.all.signed:,} of {counted.all.asked:,} have signed, over {policies}.",
            count=to_come,
        )
    ]


def to_remind(asked: Asked) -> list[Need]:
    """Return the one press that reminds everybody, where there is somebody to remind (M2)."""
    number = to_chase(asked.today).count()
    rounds = list(Round.objects.open())
    if not number or not can_chase_all(asked.person, rounds, school_calendar(), asked.today):
        return []
    return [
        Need(
            "Remind everybody with one press",
            reverse("acknowledgements:chase_all"),
            "You see first who gets it, and what they read.",
            count=number,
        )
    ]


def ages_to_parents() -> list[Need]:
    planned = AgeReminder.objects.to_come().order_by("send_on", "pk").first()
    if planned is None:
        return []
    return [
        Need(
            "Which apps are for which age: to parents",
            reverse("acknowledgements:age_reminder", args=[planned.pk]),
            f"It goes out on {date_format(planned.send_on)}. You can still change its words.",
        )
    ]
