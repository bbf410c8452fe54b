from django.urls import path

from approvals import views

app_name = "approvals"

urlpatterns = [
    path("", views.services, name="services"),
    path("ask/", views.ask, name="ask"),
    path("for-families/", views.families, name="families"),
    path("<int:pk>/", views.approval, name="approval"),
    path("<int:pk>/again/", views.renew, name="renew"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
