"""Who answers for a policy, and how often it is looked at."""

from django.db import transaction

from audit import chain
from policies import permissions
from policies.models import Policy
from school.access import require
from school.errors import DomainError
from school.models import Person, Role


@transaction.atomic
def settle_ownership(
    *, policy: Policy, owner: Person | None, review_months: int, by: Person
) -> Policy:
    """Say who is told of a policy's reviews, and the usual time between two of them in months.

    Raises DomainError for an owner who has no part in the school today.
    """
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    require(permissions.can_manage(by))
    if owner is not None and not Person.objects.holding(*Role).filter(pk=owner.pk).exists():
        raise DomainError("Choose somebody who works at the school or governs it today.")

    policy.owner, policy.review_months = owner, review_months
    policy.save()
    chain.record(
        "policies.policy.owned",
        by=by,
        on=policy,
        owner=owner.pk if owner else None,
        review_months=review_months,
    )
    return policy
