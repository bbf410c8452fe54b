"""What a step of a case is, as the table in `steps.py` lists them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from incidents.forms.steps import StepForm
from incidents.models import Case
from school.access import YES, Verdict
from school.models import Person


@dataclass(frozen=True)
class Step:
    """One thing to do with a case. `may` asks who, `now` asks whether the case is there yet."""

    name: str
    title: str
    lead: str
    button: str
    done: str
    form: type[StepForm]
    act: Callable[..., Any]
    may: Callable[[Person, Case], Verdict]
    now: Callable[[Case], Verdict]
    # Whether the case page speaks of it at all.
    fits: Callable[[Case], bool] = lambda case: True
    # Whether it was taken: it can be taken again, but is not what comes next.
    taken: Callable[[Case], bool] = lambda case: False
    # Whether the case is held while it is taken: not where that waits for the virus scanner.
    holds_case: bool = True


def always(case: Case) -> Verdict:
    return YES
