"""How this school asks and reminds, set by the Headteacher."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from acknowledgements.cadence import problem_with
from acknowledgements.models import AgeReminder, SignOffSettings
from acknowledgements.permissions import can_change_settings, may_answer_questions
from audit import chain
from school.access import require
from school.errors import DomainError
from school.models import Person


@transaction.atomic
def change_settings(
    *,
    cadence: Sequence[int],
    due_school_days: int,
    questions_to: Person | None,
    reminds_of_ages: bool,
    by: Person,
) -> SignOffSettings:
    """Keep how the school asks, and say what was changed from what.

    It holds for what is asked from now on. In rounds that are open the reminders still to come go
    by the new cadence; those taken stay taken, and days given to people stay as they are. Without
    reminders of minimum ages, the one that the portal planned is called off.
    """
    require(can_change_settings(by))
    if problem := problem_with(cadence):
        raise DomainError(problem)
    if questions_to is not None:
        require(may_answer_questions(questions_to))
    SignOffSettings.objects.get_or_create(pk=1)
    kept = SignOffSettings.objects.select_for_update().get(pk=1)
    before = _facts(kept)

    kept.cadence, kept.due_school_days = list(cadence), due_school_days
    kept.questions_to, kept.reminds_of_ages = questions_to, reminds_of_ages
    kept.save()
    after = _facts(kept)
    if not reminds_of_ages:
        AgeReminder.objects.to_come().filter(prepared_by=None).update(cancelled_at=timezone.now())
    changed = {name: [before[name], after[name]] for name in after if after[name] != before[name]}
    if changed:
        chain.record("acknowledgements.settings.changed", by=by, on=kept, changed=changed)
    return kept


def _facts(kept: SignOffSettings) -> dict[str, object]:
    return {
        "cadence": kept.cadence,
        "due_school_days": kept.due_school_days,
        "questions_to": kept.questions_to_id,
        "reminds_of_ages": kept.reminds_of_ages,
    }
