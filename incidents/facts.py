"""What the lifecycle asks of a case, read from its record."""

from django.db.models import Exists, OuterRef

from incidents import lifecycle
from incidents.models import (
    Body,
    BullyingRecord,
    Case,
    Kind,
    LowLevelConcern,
    OutsideContact,
    ProcedureStep,
)


def facts_of(case: Case) -> lifecycle.Facts:
    """Return what a move of this case depends on, in one query at most."""
    is_bullying = case.kind == Kind.CYBERBULLYING
    return lifecycle.Facts(
        outside_school=case.outside_school,
        remit_within=case.remit_within,
        asks_about_harm=case.asks_about_harm,
        is_allegation=case.meets_harm_threshold,
        is_bullying=is_bullying,
        **(_on_record(case) if is_bullying or case.asks_about_harm else {}),
    )


def _on_record(case: Case) -> dict[str, bool]:
    of_it = {"case": OuterRef("pk")}
    bullying = BullyingRecord.objects.filter(**of_it)
    steps = ProcedureStep.objects.filter(**of_it)
    asked = Case.objects.filter(pk=case.pk).values_list(
        Exists(OutsideContact.objects.filter(**of_it, body=Body.LADO)),
        Exists(LowLevelConcern.objects.filter(**of_it)),
        Exists(bullying.exclude(motives=[])),
        Exists(bullying.exclude(why_no_procedure="")),
        Exists(steps),
        Exists(steps.open()),
    )
    lado, written, motive, has_no_procedure, has_steps, has_open_steps = asked.get()
    return {
        "lado_is_settled": lado,
        "is_written_down": written,
        "motive_is_known": motive,
        "procedure_is_settled": has_no_procedure or (has_steps and not has_open_steps),
    }
