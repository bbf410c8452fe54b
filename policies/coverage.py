"""Which of the expected policies a school has, and which it lacks (P10)."""

from dataclasses import dataclass
from enum import StrEnum

from policies.expected import EXPECTED, Expected, offered_for
from policies.models import ExpectedAnswer, Policy, State, Version


class Standing(StrEnum):
    """How an expected policy stands at this school."""

    IN_FORCE = "in_force"
    OVERDUE = "overdue"
    IN_WORK = "in_work"
    NOT_NEEDED = "not_needed"
    MISSING = "missing"


@dataclass(frozen=True)
class Coverage:
    """One expected policy, what was answered for it, and what that comes to."""

    expected: Expected
    answer: ExpectedAnswer | None
    policy: Policy | None = None  # the one that covers it
    version: Version | None = None  # of that the one in force, or else the one in work
    offered: Policy | None = None

    @property
    def standing(self) -> Standing:
        if self.answer is not None and self.answer.why_none:
            return Standing.NOT_NEEDED
        if self.version is None:
            return Standing.MISSING
        if self.version.state != State.PUBLISHED:
            return Standing.IN_WORK
        return Standing.OVERDUE if self.version.is_overdue else Standing.IN_FORCE

    @property
    def is_lacking(self) -> bool:
        """Tell whether the school has no such policy in force, though it needs one."""
        return self.standing in (Standing.MISSING, Standing.IN_WORK)


def coverage() -> list[Coverage]:
    """Return how each expected policy stands, in the order of the lists, in three queries."""
    policies = {policy.pk: policy for policy in Policy.objects.with_living_versions()}
    answers = {answer.key: answer for answer in ExpectedAnswer.objects.all()}
    # What covers one expected policy already is not offered for another.
    taken = {answer.policy_id for answer in answers.values()}
    titles = [(pk, policy.title) for pk, policy in policies.items() if pk not in taken]
    return [_of(one, answers.get(one.key), policies, titles) for one in EXPECTED]


def policy_for(key: str) -> Policy | None:
    """Return the school's policy that covers an expected one, as somebody answered; or None."""
    answer = ExpectedAnswer.objects.filter(key=key).select_related("policy").first()
    return answer.policy if answer else None


def lacking() -> int:
    """Return how many of the expected policies the school needs and has not in force."""
    return sum(one.is_lacking for one in coverage())


def _of(
    expected: Expected,
    answer: ExpectedAnswer | None,
    policies: dict[int, Policy],
    titles: list[tuple[int, str]],
) -> Coverage:
    if answer is None:
        offered = offered_for(expected, titles)
        return Coverage(expected, None, offered=policies[offered] if offered else None)
    policy = policies.get(answer.policy_id or 0)
    living = policy.living if policy else []
    in_force = [version for version in living if version.state == State.PUBLISHED]
    return Coverage(expected, answer, policy, next(iter([*in_force, *living]), None))
