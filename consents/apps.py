from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "consents"

    def ready(self) -> None:
        from consents.reminding import when_steps_taken, when_waiting_asked_for
        from consents.signals import when_about_to_leave, when_people_changed
        from notifications.signals import about_to_leave, steps_taken, waiting_asked_for
        from school.signals import people_changed

        people_changed.connect(when_people_changed, dispatch_uid="ask newcomers about pictures")
        waiting_asked_for.connect(when_waiting_asked_for, dispatch_uid="say which pictures wait")
        steps_taken.connect(when_steps_taken, dispatch_uid="note reminders of pictures")
        about_to_leave.connect(when_about_to_leave, dispatch_uid="keep back questions answered")
