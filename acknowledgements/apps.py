from django.apps import AppConfig


class AcknowledgementsConfig(AppConfig):
    name = "acknowledgements"

    def ready(self) -> None:
        from acknowledgements.signals import (
            when_about_to_leave,
            when_asking_may_change,
            when_published,
        )
        from notifications.signals import about_to_leave
        from policies.signals import version_published, version_withdrawn
        from school.signals import people_changed

        version_published.connect(when_published, dispatch_uid="open a round of sign-off")
        version_withdrawn.connect(when_asking_may_change, dispatch_uid="close the round")
        people_changed.connect(when_asking_may_change, dispatch_uid="ask newcomers, stop leavers")
        about_to_leave.connect(when_about_to_leave, dispatch_uid="keep back what is answered")
