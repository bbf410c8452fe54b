"""Who may see and do what with sign-offs. Signing itself is everybody's own, and nobody else's."""

from datetime import date

from acknowledgements.audience import STAFF_ROLES
from acknowledgements.models import Acknowledgement, Request, Round, SignOffSettings
from school.access import YES, Verdict, no
from school.calendar import SchoolCalendar
from school.models import Person, Role


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
        return no("Everybody was reminded today already. You can remind them again tomorrow.")
    if not calendar.is_school_day(today):
        return no("Reminders go out on school days only, and today is not one.")
    return YES


def can_record_paper(person: Person) -> Verdict:
    """Tell whether a person prints slips and sheets, and enters what comes back on them (A7)."""
    if person.is_any(Role.HEADTEACHER, Role.DEPUTY, Role.OFFICE):
        return YES
    return no("Paper is printed and entered by the office, the deputy or the Headteacher.")


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
