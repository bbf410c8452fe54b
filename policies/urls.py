from django.urls import path

from policies.views import comparing, documents, managing, reading, working

app_name = "policies"

VERSION = "<slug:slug>/versions/<int:number>/"

urlpatterns = [
    path("", reading.library, name="library"),
    path("manage/", managing.manage, name="manage"),
    path("manage/upload/", documents.upload, name="upload"),
    path("manage/uploads/<int:pk>/", documents.preview, name="preview"),
    path("<slug:slug>/", reading.policy, name="policy"),
    path("<slug:slug>/compare/<int:older>/<int:newer>/", comparing.compare, name="compare"),
    path(VERSION, reading.version, name="version"),
    path(f"{VERSION}original/", working.original, name="original"),
    path(f"{VERSION}work/", working.work, name="work"),
    path(f"{VERSION}describe/", working.describe, name="describe"),
    path(f"{VERSION}submit/", working.submit, name="submit"),
    path(f"{VERSION}send-back/", working.send_back, name="send_back"),
    path(f"{VERSION}approve/", working.approve, name="approve"),
    path(f"{VERSION}publish/", working.publish, name="publish"),
    path(f"{VERSION}withdraw/", working.withdraw, name="withdraw"),
]
