from django.urls import path

from policies.views import (
    comparing,
    correcting,
    documents,
    editing,
    history,
    managing,
    owning,
    reading,
    reviewing,
    searching,
    working,
)

app_name = "policies"

VERSION = "<slug:slug>/versions/<int:number>/"

urlpatterns = [
    path("", reading.library, name="library"),
    path("search/", searching.find, name="find"),
    path("manage/", managing.manage, name="manage"),
    path("manage/upload/", documents.upload, name="upload"),
    path("manage/uploads/<int:pk>/", documents.preview, name="preview"),
    path("manage/uploads/<int:pk>/facts/", correcting.correct_facts, name="correct_facts"),
    path(
        "manage/uploads/<int:pk>/sections/<int:section>/",
        correcting.correct_section,
        name="correct_section",
    ),
    path(
        "manage/uploads/<int:pk>/sections/<int:section>/<int:clause>/",
        correcting.correct_clause,
        name="correct_clause",
    ),
    path("manage/uploads/<int:pk>/left-out/<int:passage>/", correcting.put_back, name="put_back"),
    path("manage/uploads/<int:pk>/looked-at/", correcting.look_at_passage, name="look_at_passage"),
    path("manage/uploads/<int:pk>/start-again/", correcting.start_again, name="start_again"),
    path("<slug:slug>/", reading.policy, name="policy"),
    path("<slug:slug>/compare/", comparing.choose, name="choose_comparison"),
    path("<slug:slug>/compare/<int:older>/<int:newer>/", comparing.compare, name="compare"),
    path(VERSION, reading.version, name="version"),
    path("<slug:slug>/for-pupils/", reading.for_pupils, name="for_pupils"),
    path(f"{VERSION}for-pupils/", reading.version_for_pupils, name="version_for_pupils"),
    path(f"{VERSION}pdf/", reading.pdf, name="pdf"),
    path(f"{VERSION}original/", working.original, name="original"),
    path(f"{VERSION}work/", working.work, name="work"),
    path("<slug:slug>/own/", owning.own, name="own"),
    path("<slug:slug>/start-next/", editing.start_next, name="start_next"),
    path(f"{VERSION}edit/", editing.edit, name="edit"),
    path(f"{VERSION}edit/<int:pk>/", editing.edit_section, name="edit_section"),
    path(f"{VERSION}edit/<int:pk>/take-out/", editing.take_out_section, name="take_out_section"),
    path(f"{VERSION}describe/", working.describe, name="describe"),
    path(f"{VERSION}history/", history.history, name="history"),
    path(f"{VERSION}history/bring-back/", history.bring_back, name="bring_back"),
    path(f"{VERSION}review/", reviewing.review, name="review"),
    path(f"{VERSION}review/<int:pk>/answer/", reviewing.answer, name="answer_remark"),
    path(f"{VERSION}review/<int:pk>/settle/", reviewing.settle, name="settle_remark"),
    path(f"{VERSION}review/<int:pk>/reopen/", reviewing.reopen, name="reopen_remark"),
    path(f"{VERSION}submit/", working.submit, name="submit"),
    path(f"{VERSION}send-back/", working.send_back, name="send_back"),
    path(f"{VERSION}approve/", working.approve, name="approve"),
    path(f"{VERSION}agree/", working.agree, name="agree"),
    path(f"{VERSION}unschedule/", working.unschedule, name="unschedule"),
    path(f"{VERSION}publish/", working.publish, name="publish"),
    path(f"{VERSION}withdraw/", working.withdraw, name="withdraw"),
]
