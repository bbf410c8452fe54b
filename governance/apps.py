from typing import Any

from django.apps import AppConfig
from django.urls import reverse


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Offer the way to governors, and back, on the page of a case; add to its file."""
        from governance.permissions import can_refer, can_take_back
        from governance.released import released_advice
        from incidents.casefile.added import add_from
        from incidents.elsewhere import Elsewhere, offer
        from incidents.models import Case
        from notifications.signals import about_to_leave

        def url(case: Case) -> str:
            return reverse("governance:refer", args=[case.pk])

        offer(
            Elsewhere("Put it before governors", can_refer, url),
            Elsewhere("See or end what governors were asked", can_take_back, url),
        )
        add_from(released_advice)
        about_to_leave.connect(_when_about_to_leave, dispatch_uid="keep back what governors lost")


def _when_about_to_leave(*, message: Any, **kwargs: Any) -> bool:
    from governance.letters import may_leave

    return may_leave(message)
