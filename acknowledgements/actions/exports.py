"""Taking the board away as a file or on paper: not without a line in the record."""

from typing import Any

from django.db import transaction

from acknowledgements.models import Round
from acknowledgements.permissions import can_see_board
from audit import chain
from school.access import require
from school.models import Person


@transaction.atomic
def note_export(
    *, exported: Round, form: str, narrowed: dict[str, Any], rows: int, by: Person
) -> None:
    """Record who took which part of a round away, as what, and how many rows; never a name."""
    require(can_see_board(by))
    chain.record(
        "acknowledgements.round.exported",
        by=by,
        on=exported,
        form=form,
        narrowed=narrowed,
        rows=rows,
    )
