"""Who may see and do what with sign-offs. Signing itself is everybody's own, and nobody else's."""

from datetime import date

from acknowledgements.models import Request, Round
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
