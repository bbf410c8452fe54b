from django.urls import path

from incidents.views import (
    casefile,
    cases,
    evidence,
    follow,
    follow_files,
    patterns,
    report,
    report_files,
    settings,
    steps,
)

app_name = "incidents"

urlpatterns = [
    path("", report.start, name="start"),
    path("danger/", report.danger, name="danger"),
    path("tell-us/forget/", report.forget, name="forget"),
    path("tell-us/files/", report_files.files, name="files"),
    path("tell-us/files/remove/", report_files.remove_file, name="remove_file"),
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
    path("followed/files/", follow_files.followed_files, name="followed_files"),
    path("followed/stop/", follow.stop_following, name="stop_following"),
    path("mine/", follow.my_reports, name="my_reports"),
    path("mine/<slug:reference>/", follow.my_report, name="my_report"),
    path("mine/<slug:reference>/review/", follow.my_review, name="my_review"),
    path("mine/<slug:reference>/slip/", follow.my_slip, name="my_slip"),
    path("mine/<slug:reference>/files/", follow_files.my_files, name="my_files"),
    path("cases/", cases.queue, name="queue"),
    path("cases/settings/", settings.settings, name="settings"),
    path("cases/pictures/", evidence.pictures, name="pictures"),
    path("cases/<uuid:pk>/evidence/<int:number>/", evidence.piece, name="piece"),
    path("cases/<uuid:pk>/evidence/<int:number>/copy/", evidence.piece_copy, name="piece_copy"),
    path(
        "cases/<uuid:pk>/evidence/<int:number>/original/",
        evidence.piece_original,
        name="piece_original",
    ),
    path("cases/patterns/", patterns.patterns, name="patterns"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/others/", patterns.others, name="others"),
    path("cases/<uuid:pk>/file/", casefile.file, name="case_file"),
    path("cases/<uuid:pk>/file/hide/", casefile.hide, name="hide_words"),
    path("cases/<uuid:pk>/file/hide/<int:mask_pk>/show/", casefile.show, name="show_words"),
    path("cases/<uuid:pk>/file/hide/<int:mask_pk>/remove/", casefile.remove, name="remove_words"),
    path(
        "cases/<uuid:pk>/file/evidence/<uuid:evidence_pk>/",
        casefile.withhold,
        name="withhold_evidence",
    ),
    path("cases/<uuid:pk>/file/bundles/", casefile.bundles, name="bundles"),
    path("cases/<uuid:pk>/file/bundles/<uuid:bundle_pk>/", casefile.take, name="take_bundle"),
    *(
        path(f"cases/<uuid:pk>/{name}/", steps.take_step, {"name": name}, name=name)
        for name in steps.BY_NAME
    ),
]
