from django.apps import AppConfig


class AcknowledgementsConfig(AppConfig):
    name = "acknowledgements"

    def ready(self) -> None:
        from acknowledgements.signals import (
            when_about_to_leave,
            when_asking_may_change,
            when_published,
            when_signatures_asked_for,
        )
        from notifications.signals import about_to_leave
        from policies.signals import signatures_asked_for, version_published, version_withdrawn
        from school.signals import people_changed

        version_published.connect(when_published, dispatch_uid="open a round of sign-off")
        version_withdrawn.connect(when_asking_may_change, dispatch_uid="close the round")
        people_changed.connect(when_asking_may_change, dispatch_uid="ask newcomers, stop leavers")
        about_to_leave.connect(when_about_to_leave, dispatch_uid="keep back what is answered")
        signatures_asked_for.connect(when_signatures_asked_for, dispatch_uid="say who signed")
