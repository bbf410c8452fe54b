"""What parents said about pictures of a child, written down by the office; and what comes down."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from consents import actions
from consents.forms import FinishForm, WriteDownForm
from consents.models import ImageAnswer, Purpose, TakeDown
from consents.permissions import can_see_to_answers, can_take_down
from consents.queries import permissions_of
from school.access import require
from school.errors import DomainError
from school.models import Child, Parenthood
from school.requests import SignedInRequest, posted

A_PAGE = 25


@dataclass(frozen=True)
class OfParent:
    """A parent who is asked, with what they said last for each purpose, and all they ever said."""

    tie: Parenthood
    last: list[tuple[Purpose, ImageAnswer | None]]


@require_safe
def child(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what holds for a child, and what each parent who is asked has said."""
    shown = _find_child(request, pk)
    holds = permissions_of([shown.pk])
    answers = list(
        ImageAnswer.objects.filter(child=shown).select_related("person", "recorded_by").in_order()
    )
    last = {(answer.person_id, answer.purpose): answer for answer in answers}
    ties = Parenthood.objects.asked().filter(child=shown).select_related("person")
    return render(
        request,
        "consents/child.html",
        {
            "child": shown,
            "permissions": [(purpose, holds[shown.pk, purpose]) for purpose in Purpose],
            "parents": [
                OfParent(tie, [(p, last.get((tie.person_id, p))) for p in Purpose])
                for tie in ties.order_by("person__full_name", "pk")
            ],
            "page": Paginator(answers[::-1], A_PAGE).get_page(request.GET.get("page")),
            "to_do": TakeDown.objects.to_do().filter(child=shown),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write_down(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Write down what a parent said on the telephone or on paper."""
    shown = _find_child(request, pk)
    ties = Parenthood.objects.asked().filter(child=shown).select_related("person")
    tie = get_object_or_404(ties, person=person)
    form = WriteDownForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            new = actions.write_down(
                child=shown,
                person=tie.person,
                answers=form.answers(),
                method=form.cleaned_data["method"],
                given_on=form.cleaned_data["given_on"],
                evidence=form.cleaned_data["evidence"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _written_down(new))
            return redirect("consents:child", shown.pk)
    return render(
        request, "consents/write_down.html", {"form": form, "child": shown, "person": tie.person}
    )


def _written_down(new: int) -> str:
    if not new:
        return "That was on record already."
    return "Written down. An answer that they gave on a later day still stands."


def _find_child(request: SignedInRequest, pk: int) -> Child:
    found = get_object_or_404(Child.objects.visible_to(request.user), pk=pk)
    require(can_see_to_answers(request.user, found))
    return found


@require_safe
def take_downs(request: SignedInRequest) -> HttpResponse:
    """List what has to come down, the oldest first; with ?show=done what came down."""
    require(can_take_down(request.user))
    shows_done = request.GET.get("show") == "done"
    tasks = TakeDown.objects.select_related(
        "child__school_class", "done_by", "photo_request__approval", "photo_request__asked_by"
    )
    tasks = tasks.prefetch_related("photos")
    tasks = tasks.done().order_by("-done_at", "-pk") if shows_done else tasks.to_do()
    page = Paginator(tasks, A_PAGE).get_page(request.GET.get("page"))
    holds = permissions_of(task.child_id for task in page if task.child_id)
    return render(
        request,
        "consents/take_downs.html",
        {
            "page": page,
            "tasks": [
                (task, holds.get((task.child_id or 0, task.purpose), False)) for task in page
            ],
            "shows_done": shows_done,
            "waiting": TakeDown.objects.to_do().count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def finish_take_down(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say where somebody looked, and what came down; whoever posted pictures says it of those.

    Where a colleague said so while they wrote they read that, with their own words still there.
    """
    tasks = TakeDown.objects.select_related("child__school_class", "photo_request__approval")
    may_see_all = can_take_down(request.user)
    if not may_see_all and not tasks.asked_for_by(request.user).filter(pk=pk).exists():
        require(may_see_all)
    task = get_object_or_404(tasks, pk=pk)
    back = reverse("consents:take_downs")
    if not may_see_all and task.photo_request_id:
        back = reverse("consents:photo_request", args=[task.photo_request_id])
    form = FinishForm(posted(request), task=task)
    if task.done_at is None and form.is_valid():
        try:
            task = actions.finish_take_down(task=task, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            if task.done_by == request.user:
                messages.success(request, "Thank you. It is noted who looked, where and when.")
                return redirect(back)
    if task.done_at is not None and (not form.is_bound or task.done_by == request.user):
        messages.info(request, "That is done already.")
        return redirect(back)
    shown = {"form": form, "task": task, "back": back, "photos": task.photos.order_by("pk")}
    return render(request, "consents/finish_take_down.html", shown)
