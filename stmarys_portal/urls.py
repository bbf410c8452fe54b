"""Every address of the portal. Each must have its row in tests/rules/access.csv (S3)."""

from django.urls import include, path

from stmarys_portal import views
from stmarys_portal.brand import brand
from stmarys_portal.demo import views as demo

urlpatterns = [
    path("", views.home, name="home"),
    path("brand.css", brand, name="brand"),
    path("accounts/", include("stmarys_portal.account_urls")),
    path("policies/", include("policies.urls")),
    path("sign-offs/", include("acknowledgements.urls")),
    path("reports/", include("incidents.urls")),
    path("governors/", include("governance.urls")),
    path("school/", include("school.urls")),
    path("demo/mailbox/", demo.mailbox, name="demo_mailbox"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
]
