from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from incidents.signals import (
            when_about_to_leave,
            when_calendar_changed,
            when_posts_changed,
            when_signed_out,
        )
        from notifications.signals import about_to_leave
        from school.signals import calendar_changed, people_changed, posts_changed

        user_logged_out.connect(when_signed_out, dispatch_uid="forget the draft of a report")
        calendar_changed.connect(when_calendar_changed, dispatch_uid="move deadlines of cases")
        posts_changed.connect(when_posts_changed, dispatch_uid="pass on cases of a post")
        people_changed.connect(
            when_posts_changed, dispatch_uid="pass on cases of somebody on leave"
        )
        about_to_leave.connect(when_about_to_leave, dispatch_uid="keep back what is kept from them")
