"""Every address of the portal. Each must have its row in tests/rules/access.csv (S3)."""

from django.urls import include, path

from stmarys_portal import views
from stmarys_portal.brand import brand
from stmarys_portal.demo import views as demo
from stmarys_portal.family import account, office
from stmarys_portal.family import views as family

handler400 = views.bad_request

urlpatterns = [
    path("", views.home, name="home"),
    path("brand.css", brand, name="brand"),
    path("accounts/", include("stmarys_portal.account_urls")),
    path("family/link/<str:token>/", family.open_link, name="link"),
    path("family/", family.family, name="family"),
    path("family/renew/", family.renew_link, name="renew_link"),
    path("family/close/", family.close_link, name="close_link"),
    path("family/account/", account.account, name="family_account"),
    path("family/account/code/", account.code, name="family_code"),
    # Where links led that were sent before there was more to do than to sign.
    path("sign-offs/link/<str:token>/", family.open_link, name="older_link"),
    path("sign-offs/my-link/", family.family, name="older_family"),
    path("joining/", office.joining, name="joining"),
    path("joining/<int:pk>/send/", office.send_again, name="send_again"),
    path("policies/", include("policies.urls")),
    path("sign-offs/", include("acknowledgements.urls")),
    path("pictures/", include("consents.urls")),
    path("services/", include("approvals.urls")),
    path("reports/", include("incidents.urls")),
    path("governors/", include("governance.urls")),
    path("school/", include("school.urls")),
    path("demo/mailbox/", demo.mailbox, name="demo_mailbox"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
]
