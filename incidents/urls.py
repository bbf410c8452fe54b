from django.urls import path

from incidents.views import cases, follow, report, settings, steps

app_name = "incidents"

urlpatterns = [
    path("", report.start, name="start"),
    path("danger/", report.danger, name="danger"),
    path("tell-us/", report.report, name="report"),
    path("check/", report.check, name="check"),
    path("received/", report.received, name="received"),
    path("follow/", follow.follow, name="follow"),
    path("followed/", follow.followed, name="followed"),
    path("followed/stop/", follow.stop_following, name="stop_following"),
    path("mine/", follow.my_reports, name="my_reports"),
    path("mine/<slug:reference>/", follow.my_report, name="my_report"),
    path("cases/", cases.queue, name="queue"),
    path("cases/settings/", settings.settings, name="settings"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    *(
        path(f"cases/<uuid:pk>/{name}/", steps.take_step, {"name": name}, name=name)
        for name in steps.BY_NAME
    ),
]
