from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "consents"

    def ready(self) -> None:
        from consents.signals import when_people_changed
        from school.signals import people_changed

        people_changed.connect(when_people_changed, dispatch_uid="ask newcomers about pictures")
