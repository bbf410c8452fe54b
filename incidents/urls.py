from django.urls import path

from incidents.views import cases, claims, follow, queue, report, settings, steps, taking, wording

app_name = "incidents"

urlpatterns = [
    path("", report.start, name="start"),
    path("danger/", report.danger, name="danger"),
    path("tell-us/forget/", report.forget, name="forget"),
    path("tell-us/<slug:name>/", report.question, name="question"),
    path("tell-us/<slug:name>/keep/", report.keep, name="keep"),
    path("check/", report.check, name="check"),
    path("received/", report.received, name="received"),
    path("received/slip/", report.received_slip, name="received_slip"),
    path("lost-code/", follow.lost_code, name="lost_code"),
    path("follow/", follow.follow, name="follow"),
    path("followed/", follow.followed, name="followed"),
    path("followed/review/", follow.followed_review, name="followed_review"),
    path("followed/slip/", follow.followed_slip, name="followed_slip"),
    path("followed/address/", follow.followed_address, name="followed_address"),
    path("followed/stop/", follow.stop_following, name="stop_following"),
    path("mine/", follow.my_reports, name="my_reports"),
    path("mine/<slug:reference>/", follow.my_report, name="my_report"),
    path("mine/<slug:reference>/review/", follow.my_review, name="my_review"),
    path("mine/<slug:reference>/slip/", follow.my_slip, name="my_slip"),
    path("cases/", queue.queue, name="queue"),
    path("cases/find/", queue.find, name="find"),
    path("cases/take-on/", queue.take_on_together, name="take_on_together"),
    path("cases/lists/", queue.save_list, name="save_list"),
    path("cases/lists/<int:pk>/remove/", queue.remove_list, name="remove_list"),
    path("cases/settings/", settings.settings, name="settings"),
    path("cases/wording/", wording.wordings, name="wordings"),
    path("cases/wording/new/", wording.new_wording, name="new_wording"),
    path("cases/wording/<int:pk>/", wording.wording, name="wording"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/take-on/", claims.take_on, name="take_on"),
    path("cases/<uuid:pk>/put-back/", claims.put_back, name="put_back"),
    *(
        path(f"cases/<uuid:pk>/{name}/", taking.take_step, {"name": name}, name=name)
        for name in steps.BY_NAME
    ),
]
