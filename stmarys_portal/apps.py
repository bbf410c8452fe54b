from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "stmarys_portal"
    label = "portal"
