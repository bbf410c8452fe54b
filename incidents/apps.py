from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from incidents.signals import when_calendar_changed, when_signed_out
        from school.signals import calendar_changed

        user_logged_out.connect(when_signed_out, dispatch_uid="forget the draft of a report")
        calendar_changed.connect(when_calendar_changed, dispatch_uid="move deadlines of cases")
