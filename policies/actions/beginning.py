"""Beginning a policy from nothing, where there is no document of it yet."""

from django.db import transaction

from audit import chain
from policies import permissions
from policies.actions.drafting import DEFAULT_SIGN_OFF_TEXT, RESERVED_SLUGS, slug_for
from policies.actions.expecting import answer_expected
from policies.expected import by_key
from policies.models import ApproverLevel, Audience, Policy, Version
from school.access import require
from school.errors import DomainError
from school.models import Person


@transaction.atomic
def begin_policy(*, title: str, by: Person, expected: str = "") -> Version:
    """Return the first draft of a new policy, without a word in it yet.

    `expected` is the key of the expected policy that it is to cover: its usual approver and review
    cycle are taken over. Raises DomainError where the school has a policy of this title already.
    """
    require(permissions.can_manage(by))
    title = " ".join(title.split())
    slug = slug_for(title)
    if not slug or slug in RESERVED_SLUGS:
        raise DomainError("Give the policy a fuller title, such as “Online safety policy”.")
    if Policy.objects.filter(slug=slug).exists():
        raise DomainError(f"There is a policy “{title}” already: start its next version instead.")
    usual = by_key(expected)
    policy = Policy.objects.create(
        slug=slug,
        title=title,
        approver_level=usual.approver_level if usual else ApproverLevel.GOVERNING_BODY,
        review_months=usual.review_months if usual else 12,
    )
    version = Version.objects.create(
        policy=policy,
        number=1,
        title=title,
        audiences=[audience.value for audience in Audience],
        sign_off_text=DEFAULT_SIGN_OFF_TEXT,
        created_by=by,
    )
    version.authors.add(by)
    chain.record("policies.version.begun", by=by, on=version, policy=slug)
    if usual:
        answer_expected(key=usual.key, policy=policy, why_none="", by=by)
    return version
