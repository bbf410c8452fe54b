from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "stmarys_portal"
    label = "portal"

    def ready(self) -> None:
        from school.signals import address_changed
        from stmarys_portal.family.signals import when_address_changed

        address_changed.connect(when_address_changed, dispatch_uid="renew personal links")
