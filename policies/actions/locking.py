"""Taking turns: two people at once never work from the same moment of a version."""

from policies.models import Policy, Version


def locked(version: Version) -> Version:
    """Return the version as it stands now, its policy locked until the transaction ends."""
    Policy.objects.select_for_update().get(pk=version.policy_id)
    return Version.objects.select_related("policy", "approved_by", "created_by").get(pk=version.pk)
