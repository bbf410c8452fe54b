"""Doors that stay shut: where sign-out leads, and whose form it is that arrives."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S3")]

ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_out_never_leads_to_another_site(address, parent, sign_in):
    answer = sign_in(parent).post(reverse("account_logout"), {"next": address})

    assert answer.url == reverse("home")


@pytest.mark.parametrize(
    "name", ["account_login", "account_logout", "incidents:check", "incidents:follow", "home"]
)
def test_a_form_without_its_token_is_refused_and_the_refusal_is_not_cached(name, headteacher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(headteacher, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(reverse(name), {})

    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/reports/mine/a%00b/", "/policies/a%00b/", "/sign-offs/9%00/"])
def test_an_address_with_a_sign_that_no_database_keeps_is_not_found(path, parent, sign_in):
    assert sign_in(parent).get(path).status_code == 404
