from django.apps import AppConfig
from django.urls import reverse


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        """Offer the way to governors, and back, on the page of a case."""
        from governance.permissions import can_refer, can_take_back
        from incidents.elsewhere import Elsewhere, offer
        from incidents.models import Case

        def url(case: Case) -> str:
            return reverse("governance:refer", args=[case.pk])

        offer(
            Elsewhere("Put it before governors", can_refer, url),
            Elsewhere("See or end what governors were asked", can_take_back, url),
        )
