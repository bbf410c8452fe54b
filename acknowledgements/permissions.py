"""Who may see and do what with sign-offs. Signing itself is everybody's own, and nobody else's."""

from collections.abc import Collection
from datetime import date

from acknowledgements.audience import STAFF_ROLES
from acknowledgements.models import (
    Acknowledgement,
    AgeReminder,
    Request,
    Round,
    Scan,
    SignOffSettings,
)
from school.access import YES, Verdict, no
from school.calendar import SchoolCalendar
from school.models import Leave, Person, Role


def can_see_board(person: Person) -> Verdict:
    """Tell whether a person may see who has signed and who has not."""
    if person.is_any(Role.HEADTEACHER, Role.DEPUTY, Role.OFFICE):
        return YES
    return no("Who has signed is for the Headteacher, the deputy and the office.")


def can_sign(person: Person, request: Request) -> Verdict:
    """Tell whether it is this person who is asked (A2): nobody signs for somebody else."""
    if person.is_active and request.person_id == person.pk:
        return YES
    return no("Only the person who is asked can sign.")


def can_open_confirmation(person: Person) -> Verdict:
    """Tell whether a person may ask people to sign a text once more.

    The deputy may as well as the Headteacher: a confirmation falls due in September whether or not
    the Headteacher is there, and the deputy answers for the school on such a day. The office sees
    how far it has come; that the whole school is written to is a leader's decision.
    """
    if person.is_any(Role.HEADTEACHER, Role.DEPUTY):
        return YES
    return no("The Headteacher or the deputy asks people to confirm a policy.")


def can_close_confirmation(person: Person, asked: Round) -> Verdict:
    """Tell whether a person may end a round by hand. One of a publication ends with its version."""
    if not (verdict := can_open_confirmation(person)):
        return verdict
    if not asked.is_confirmation:
        return no("It goes on for as long as this version is in force: newcomers are asked in it.")
    if asked.closed_at is not None:
        return no("It is closed already.")
    return YES


def answerers() -> list[Person]:
    """Return who answers questions (A10): whom the Headteacher named, or the Headteacher.

    Somebody named who works here no longer is passed over. Without a Headteacher, the deputy.
    """
    named = SignOffSettings.current().questions_to
    if named is not None and named.is_any(*STAFF_ROLES):
        return [named]
    heads, deputies = (Person.objects.holding(role) for role in (Role.HEADTEACHER, Role.DEPUTY))
    return list(heads) or list(deputies)


def can_answer_question(person: Person) -> Verdict:
    """Tell whether a person may read and answer what people ask before they sign (A10)."""
    if person.is_any(Role.HEADTEACHER) or person in answerers():
        return YES
    return no("Questions are answered by the Headteacher, or whom the Headteacher has named.")


def can_pass_on(person: Person) -> Verdict:
    """Tell whether a person passes answers on to those whom no e-mail reaches."""
    if person.is_any(Role.HEADTEACHER, Role.DEPUTY, Role.OFFICE):
        return YES
    return no("Answers are passed on by the office, the deputy or the Headteacher.")


def can_see_declined(person: Person) -> Verdict:
    """Tell whether a person may see who would rather not sign, and why."""
    if person.is_any(Role.HEADTEACHER, Role.DEPUTY):
        return YES
    return no("Who would rather not sign, and why, is for the Headteacher and the deputy.")


def can_chase(person: Person, chased: Round, calendar: SchoolCalendar, today: date) -> Verdict:
    """Tell whether a person may remind everybody in a round who has not replied, today."""
    if not (verdict := can_see_board(person)):
        return verdict
    if chased.closed_at is not None:
        return no("This round is closed: a newer version has taken its place.")
    if chased.chased_on == today:
        return no(
            "Everybody was reminded today already. You can do so again on the next school day."
        )
    if not calendar.is_school_day(today):
        return no("Reminders go out on school days only, and today is not one.")
    return YES


def can_chase_all(
    person: Person, open_rounds: Collection[Round], calendar: SchoolCalendar, today: date
) -> Verdict:
    """Tell whether a person may remind everybody who has not replied in any open round, today."""
    if not (verdict := can_see_board(person)):
        return verdict
    if not open_rounds:
        return no("Nothing waits to be signed, so there is nobody to remind.")
    verdicts = [can_chase(person, one, calendar, today) for one in open_rounds]
    return next((one for one in verdicts if one), verdicts[0])


def can_change_settings(person: Person) -> Verdict:
    """Tell whether a person may set how the school asks: the Headteacher, who answers for it.

    The deputy only while there is no Headteacher in post or at work: what is set here reminds
    the deputy too, and names who reads people's questions.
    """
    if person.is_any(Role.HEADTEACHER):
        return YES
    if person.is_any(Role.DEPUTY):
        away = Leave.objects.in_force().values("person_id")
        if not Person.objects.holding(Role.HEADTEACHER).exclude(pk__in=away).exists():
            return YES
    return no(
        "The Headteacher sets how the school asks and reminds; the deputy does while there is no "
        "Headteacher in post, or the Headteacher is on leave."
    )


def may_answer_questions(person: Person) -> Verdict:
    """Tell whether the Headteacher may name a person to answer what is asked before signing."""
    if person.is_any(*STAFF_ROLES):
        return YES
    return no("Questions can only be answered by somebody who works here.")


def can_remind_of_ages(person: Person) -> Verdict:
    """Tell whether a person may look after the reminder of minimum ages that parents get (M8)."""
    return can_see_board(person)


def can_change_age_reminder(person: Person, reminder: AgeReminder) -> Verdict:
    """Tell whether a person may still change, move or call off a reminder of minimum ages."""
    if not (verdict := can_remind_of_ages(person)):
        return verdict
    if reminder.cancelled_at is not None:
        return no("This reminder was called off.")
    if reminder.begun_at is not None:
        return no("This reminder has gone out. What it said stays as it was.")
    return YES


def can_send_age_reminder(
    person: Person, reminder: AgeReminder, calendar: SchoolCalendar, today: date
) -> Verdict:
    """Tell whether a person may send a reminder of minimum ages today, whatever its day."""
    if not (verdict := can_change_age_reminder(person, reminder)):
        return verdict
    if not calendar.is_school_day(today):
        return no("Reminders go out on school days only, and today is not one. Choose a day.")
    return YES


def can_record_paper(person: Person) -> Verdict:
    """Tell whether a person prints slips and sheets, and enters what comes back on them (A7)."""
    if person.is_any(Role.HEADTEACHER, Role.DEPUTY, Role.OFFICE):
        return YES
    return no("Paper is printed and entered by the office, the deputy or the Headteacher.")


def can_see_scan(person: Person, scan: Scan) -> Verdict:
    """Tell whether a person may look at a scan: of a no or a question, who may read those.

    A reason that somebody wrote beside their no is on the paper as well.
    """
    if scan.refusals.exists():
        return can_see_declined(person)
    if scan.questions.exists():
        return can_answer_question(person)
    return can_record_paper(person)


def can_record_for(witness: Person, signer: Person) -> Verdict:
    """Tell whether somebody may enter another's paper: nobody is the witness to their own."""
    if not (verdict := can_record_paper(witness)):
        return verdict
    if witness.pk == signer.pk:
        return no(
            "Nobody enters their own signature. Sign in the portal yourself, or have a colleague "
            "enter your paper."
        )
    return YES


def can_see_receipt(person: Person, signed: Acknowledgement) -> Verdict:
    """Tell whether a person may have a receipt: their own, or whoever sees the board any (A8)."""
    if person.is_active and signed.person_id == person.pk:
        return YES
    return can_see_board(person)
