"""From a personal link to an account: signing in by a code, for those who would like to (A4)."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from school.errors import DomainError
from school.models import PersonalLink
from school.permissions import can_give_own_address
from school.views.by_link import by_link
from stmarys_portal.account_forms import SignInForm
from stmarys_portal.family import address
from stmarys_portal.family.forms import AddressCodeForm, AddressForm


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def account(request: HttpRequest, held: PersonalLink) -> HttpResponse:
    """Say what an account is good for; a press sends the code, or takes the address to begin with.

    Where the school has an address, the code goes there and nowhere else.
    """
    if held.person.email:
        return _by_known_address(request, held, held.person.email)
    return _by_new_address(request, held)


def _by_known_address(request: HttpRequest, held: PersonalLink, known: str) -> HttpResponse:
    problem = ""
    if request.method == "POST" and not request.user.is_authenticated:
        form = SignInForm({"login": known}, request=request)
        if form.is_valid():
            sent: HttpResponse = form.login(request)
            return sent
        problem = " ".join(form.errors.get("login", []))
    return render(
        request,
        "family/account.html",
        {"person": held.person, "known": known, "problem": problem},
    )


def _by_new_address(request: HttpRequest, held: PersonalLink) -> HttpResponse:
    may_give = can_give_own_address(held.person)
    form = AddressForm(request.POST if request.method == "POST" and may_give else None)
    if form.is_valid():
        try:
            address.send_code(request, person=held.person, address=form.cleaned_data["email"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("family_code")
    return render(
        request,
        "family/account.html",
        {"person": held.person, "form": form, "may_give": may_give},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def code(request: HttpRequest, held: PersonalLink) -> HttpResponse:
    """Take the code that proves the address, and sign the parent in."""
    given = address.address_asked(request, held.person)
    if not given:
        return redirect("family_account")
    form = AddressCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = address.confirm(request, person=held.person, code=form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", str(error))
        else:
            messages.success(
                request,
                "You have an account now. Next time, sign in with this address: we send a code.",
            )
            signed_in: HttpResponse = perform_login(request, person, email=person.email)
            return signed_in
    return render(request, "family/code.html", {"form": form, "address": given})
