from django.urls import path

from governance import views

app_name = "governance"

urlpatterns = [
    path("refer/<uuid:case>/", views.refer, name="refer"),
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/<uuid:pk>/", views.referral, name="referral"),
    path("referrals/<uuid:pk>/end/", views.end_referral, name="end_referral"),
    path("history/", views.history, name="history"),
]
