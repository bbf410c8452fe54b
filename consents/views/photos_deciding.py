"""One request to post pictures on one page: for whoever asked, and for whoever decides."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consents.actions import photos as actions
from consents.lifecycle import PhotoMove
from consents.models import Photo, PhotoRequest, PhotoStep
from consents.photo_forms import DecidePhotosForm, WithdrawPhotosForm
from consents.photo_permissions import (
    can_decide,
    can_finish,
    can_put_together,
    can_see_looks,
    can_withdraw,
    decides_its_end,
)
from consents.photo_queries import Look, looks_at, looks_by_day
from consents.posting import is_plainly_for_something_else
from consents.views.previews import as_preview
from school.access import NotAllowed, Verdict, require
from school.deciding import can_decide_for, who_decides
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest, posted
from school.roles import EMPLOYED

A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def photo_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one request with its pictures; whoever decides does so on the same page.

    Where it was decided while they wrote they read so, with their own words still there.

    Names of children are for the staff of the school: the chair reads how many there are.
    """
    found = _find(request, pk)
    may_decide = can_decide(request.user, found)
    if request.method == "POST":
        require(can_decide_for(request.user, found.asked_by))
    looks = looks_at(found)
    form = _form(request, found, looks, may_decide)
    if form and may_decide and form.is_valid() and _decides(request, form, found):
        return redirect("consents:photo_request", found.pk)
    steps = list(found.steps.select_related("by"))
    tasks = found.take_downs.select_related("done_by", "photo_request")
    return render(
        request,
        "consents/photo_request.html",
        {
            "asked": found,
            "looks": looks,
            "blocked": sum(look.blocked > 0 for look in looks),
            "form": form,
            "look_twice": found.approval is not None
            and is_plainly_for_something_else(found.approval.purpose),
            "may_decide": may_decide,
            "ticked": form.ticked() if form else set(),
            "names": request.user.is_any(*EMPLOYED),
            "puts_together": can_put_together(request.user, found),
            "may_withdraw": can_withdraw(request.user, found),
            "steps": steps,
            "too_late": _too_late(request.user, steps),
            "looked": _who_looked(request, found),
            "tasks": [(task, can_finish(request.user, task)) for task in tasks],
            **who_decides(found.asked_by, found.asked_at and timezone.localdate(found.asked_at)),
        },
    )


def _too_late(person: Person, steps: list[PhotoStep]) -> str:
    """Say to whoever decides second who was quicker."""
    decided = [step for step in steps if step.move in (PhotoMove.GRANT, PhotoMove.REFUSE)]
    if not decided or decided[-1].by in (None, person):
        return "This is decided already. See below what was decided."
    return f"A colleague was quicker: {decided[-1].by} has decided. See below what was decided."


def _who_looked(request: SignedInRequest, found: PhotoRequest) -> Page | None:
    """Return who looked at the pictures, for those who answer for them."""
    if not can_see_looks(request.user, found):
        return None
    return Paginator(looks_by_day(found), A_PAGE).get_page(request.GET.get("page"))


def _form(
    request: SignedInRequest, found: PhotoRequest, looks: list[Look], may_decide: Verdict
) -> DecidePhotosForm | None:
    if request.method != "POST" and not may_decide:
        return None
    return DecidePhotosForm(posted(request), request=found, looks=looks)


def _decides(request: SignedInRequest, form: DecidePhotosForm, found: PhotoRequest) -> bool:
    words = form.cleaned_data["words"]
    try:
        if form.grants:
            actions.grant_photos(request=found, chosen=form.chosen(), words=words, by=request.user)
        else:
            actions.refuse_photos(request=found, words=words, by=request.user)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Decided. Whoever asked is told.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_photos(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a consent before its last day; whoever comes second still has what they wrote."""
    found = _find(request, pk)
    require(decides_its_end(request.user, found))
    verdict = can_withdraw(request.user, found)
    if request.method != "POST":
        require(verdict)
    form = WithdrawPhotosForm(posted(request))
    if verdict and form.is_valid():
        try:
            actions.withdraw_photos(request=found, **form.cleaned_data, by=request.user)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
            verdict = can_withdraw(request.user, _find(request, pk))
        else:
            messages.success(request, "Withdrawn. The task to take the pictures down is open.")
            return redirect("consents:photo_request", found.pk)
    shown = {"form": form, "asked": found, "verdict": verdict}
    return render(request, "consents/withdraw_photos.html", shown)


@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the small preview of a picture, to those alone who may look at its request.

    Each look is on record.
    """
    seen = PhotoRequest.objects.visible_to(request.user)
    photo = get_object_or_404(Photo, pk=pk, request__in=seen)
    content = actions.look_at_photo(photo=photo, by=request.user)
    return as_preview(content, photo.preview_type)


def _find(request: SignedInRequest, pk: int) -> PhotoRequest:
    seen = PhotoRequest.objects.visible_to(request.user).select_related("asked_by", "approval")
    return get_object_or_404(seen, pk=pk)
