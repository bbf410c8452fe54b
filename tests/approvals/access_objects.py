"""What the addresses of this room point at: a service that a class teacher asked for, approved."""

from tests import factories


def objects(cast) -> dict[str, dict]:
    approved = factories.ApprovalFactory(asked_by=cast.class_teacher)
    names = ("approval", "renew", "withdraw")
    return {f"approvals:{name}": {"pk": approved.pk} for name in names}
