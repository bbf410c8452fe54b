"""Reading a draft together: remarks beside its clauses, answers, and what is settled."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from policies import actions, permissions
from policies.forms.reviewing import RemarkForm
from policies.models import Clause, ReviewComment, State, Version
from policies.remarks import Remarks, Thread, remarks_on
from policies.views.answering import answering
from policies.views.finding import version_in_hand
from school.access import require
from school.errors import DomainError
from school.requests import SignedInRequest

WHOLE = "whole"
GONE = "That clause was taken out of the draft meanwhile."


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show the text with what was said beside each clause, and take another remark.

    `about` in the address opens a form at that clause: its pk, or "whole".
    """
    version = version_in_hand(request, slug, number)
    require(permissions.can_remark(request.user, version))
    about = request.GET.get("about", "")
    clause = _clause(version, about)
    has_gone = clause is None and about not in ("", WHOLE)
    if request.method != "POST":
        if has_gone:
            messages.warning(request, GONE)
        return _page(request, version, about="" if has_gone else about, clause=clause)
    form = _remark_form(clause, request.POST)
    if form.is_valid() and has_gone:
        form.add_error(None, f"{GONE} Say it about the whole text, or leave it.")
    if form.is_valid():
        with answering(form):
            said = actions.remark(
                version=version, clause=clause, words=form.cleaned_data["words"], by=request.user
            )
            messages.success(request, "Your remark is kept. Those who prepare the text are told.")
            return redirect(f"{version.get_review_url()}#remark-{said.pk}")
    return _page(request, version, about=about if clause else WHOLE, clause=clause, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Answer one remark."""
    version, remark = _remark_in_hand(request, slug, number, pk)
    form = RemarkForm(request.POST if request.method == "POST" else None, label="Your answer")
    if form.is_valid():
        with answering(form):
            actions.answer_remark(remark=remark, by=request.user, **form.cleaned_data)
            messages.success(request, "Your answer is kept.")
            return redirect(f"{version.get_review_url()}#remark-{pk}")
    thread = next(t for t in _remarks(version).threads if t.remark.pk == pk)
    shown = {"version": version, "thread": thread, "form": form}
    return render(request, "policies/answer_remark.html", shown)


@require_POST
def settle(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    return _turned(request, slug, number, pk, actions.settle_remark)


@require_POST
def reopen(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    return _turned(request, slug, number, pk, actions.reopen_remark)


def _turned(
    request: SignedInRequest,
    slug: str,
    number: int,
    pk: int,
    act: Callable[..., ReviewComment],
) -> HttpResponse:
    version, remark = _remark_in_hand(request, slug, number, pk)
    form = forms.Form(request.POST)
    if form.is_valid():
        try:
            act(remark=remark, by=request.user)
        except DomainError as error:
            messages.warning(request, str(error))
    return redirect(f"{version.get_review_url()}#remark-{pk}")


def _remark_in_hand(
    request: SignedInRequest, slug: str, number: int, pk: int
) -> tuple[Version, ReviewComment]:
    version = version_in_hand(request, slug, number)
    require(permissions.can_remark(request.user, version))
    remarks = version.comments.filter(agrees=False, in_reply_to=None)
    return version, get_object_or_404(remarks, pk=pk)


def _clause(version: Version, about: str) -> Clause | None:
    clauses = (c for section in version.sections.all() for c in section.clauses.all())
    return next((clause for clause in clauses if str(clause.pk) == about), None)


def _remarks(version: Version) -> Remarks:
    return remarks_on(version, list(version.sections.all()))


def _remark_form(clause: Clause | None, data: QueryDict | None = None) -> RemarkForm:
    label = f"Your remark on {clause.number}" if clause else "Your remark on the whole text"
    return RemarkForm(data, label=label)


def _page(
    request: SignedInRequest,
    version: Version,
    *,
    about: str,
    clause: Clause | None,
    form: RemarkForm | None = None,
) -> HttpResponse:
    remarks = _remarks(version)
    is_open = version.state in (State.DRAFT, State.IN_REVIEW)
    sections: list[tuple[object, list[tuple[Clause, list[Thread]]]]] = [
        (section, [(c, remarks.on_clauses.get(c.pk, [])) for c in section.clauses.all()])
        for section in version.sections.all()
    ]
    return render(
        request,
        "policies/review.html",
        {
            "version": version,
            "sections": sections,
            "remarks": remarks,
            "settled": len(remarks.threads) - remarks.open,
            "is_open": is_open,
            # Words that came too late to be kept stay on the page, for their writer to copy.
            "form_at": (clause.pk if clause else about) if is_open or form else "",
            "form": form or _remark_form(clause),
            "can_manage": permissions.can_manage(request.user),
        },
    )
