"""Correcting what was understood of a document: a page for each thing, so that forms stay small."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from policies import actions, permissions
from policies.forms.documents import ClauseForm, CorrectForm, FactsForm, PutBackForm, SectionForm
from policies.importing import ImportedPolicy, correcting
from policies.importing.correcting import CannotCorrect, Place, Reading
from policies.models import PolicyUpload
from policies.views.answering import answering
from school.access import require
from school.errors import WrongState
from school.requests import SignedInRequest

AForm = TypeVar("AForm", bound=CorrectForm)
Change = Callable[[ImportedPolicy], ImportedPolicy]
TO_CLAUSE: dict[str, Callable[[ImportedPolicy, Place], ImportedPolicy]] = {
    "heading": correcting.make_heading,
    "join": correcting.join_to_clause_before,
    "nest": correcting.nest,
    "unnest": correcting.unnest,
    "leave_out": correcting.leave_out,
}
DONE = {
    "save": "Saved.",
    "heading": "A new section begins there now.",
    "join": "Joined with the clause before it.",
    "nest": "It stands under the clause before it now.",
    "unnest": "It stands one level further out now.",
    "leave_out": "Left out. Its words are among what was left out, where you can put them back.",
    "join_above": "Joined to the section above; its heading is a clause now.",
}
KEPT = "This document is kept as a draft already: go on with the draft."
GONE = "That is not there any more: the text was corrected since. Look at it as it is now."


def of_upload(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view this person's upload; one that is a draft already leads on to the draft."""

    @wraps(view)
    def found(request: SignedInRequest, pk: int, **place: int) -> HttpResponse:
        require(permissions.can_manage(request.user))
        held = get_object_or_404(PolicyUpload, pk=pk, uploaded_by=request.user)
        if held.kept_as is not None:
            messages.warning(request, KEPT)
            return redirect(held.kept_as.get_work_url())
        return view(request, held, **place)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@of_upload
def correct_facts(request: SignedInRequest, held: PolicyUpload) -> HttpResponse:
    """Correct the title, the dates and the sentence to sign."""
    reading = actions.reading_of(held)
    policy = reading.policy
    known = {
        "title": policy.title,
        "approved": policy.dates.get("approved"),
        "review": policy.dates.get("review"),
        "sign_off_text": policy.sign_off_text,
    }
    form = _form(FactsForm, request, reading, known)
    if form.is_valid():
        given = form.cleaned_data
        change = partial(
            correcting.restate,
            title=" ".join(given["title"].split()),
            approved=given["approved"] and given["approved"].isoformat(),
            review=given["review"] and given["review"].isoformat(),
            sign_off_text=given["sign_off_text"].replace("\r\n", "\n").strip(),
        )
        if _corrected(request, held, form, change, DONE["save"]):
            return _back(held)
    return _page(request, held, reading, form, "policies/correct_facts.html")


@require_http_methods(["GET", "HEAD", "POST"])
@of_upload
def correct_section(request: SignedInRequest, held: PolicyUpload, section: int) -> HttpResponse:
    """Correct a section's heading and audience, or join it to the one above."""
    reading = actions.reading_of(held)
    try:
        here = correcting.section_at(reading.policy, section)
    except CannotCorrect:
        return _gone(request, held)
    known = {"number": here.number, "heading": here.heading, "audiences": here.audiences}
    form = _form(SectionForm, request, reading, known)
    if form.is_valid():
        do = request.POST.get("do", "save")
        given = form.cleaned_data

        def change(policy: ImportedPolicy) -> ImportedPolicy:
            policy = correcting.rehead(
                policy,
                section,
                number=given["number"],
                heading=given["heading"],
                audiences=given["audiences"],
            )
            if do == "join_above":
                return correcting.join_to_section_above(policy, section)
            return policy

        if _corrected(request, held, form, change, DONE.get(do, DONE["save"])):
            return _back(held, f"section-{max(0, section - (do == 'join_above'))}")
    return _page(
        request, held, reading, form, "policies/correct_section.html", section=here, at=section
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_upload
def correct_clause(
    request: SignedInRequest, held: PolicyUpload, section: int, clause: int
) -> HttpResponse:
    """Correct a clause's words, or say what it is instead; typed words count in either case."""
    reading = actions.reading_of(held)
    at = Place(section, clause)
    try:
        here = correcting.clause_at(reading.policy, at)
    except CannotCorrect:
        return _gone(request, held)
    form = _form(ClauseForm, request, reading, {"text": here.text})
    if form.is_valid():
        do = request.POST.get("do", "save")
        given = form.cleaned_data["text"]

        def change(policy: ImportedPolicy) -> ImportedPolicy:
            policy = correcting.reword(policy, at, given)
            return TO_CLAUSE[do](policy, at) if do in TO_CLAUSE else policy

        if _corrected(request, held, form, change, DONE.get(do, DONE["save"])):
            return _back(held, _anchor_after(do, at))
    clauses = reading.policy.sections[section].clauses
    return _page(
        request,
        held,
        reading,
        form,
        "policies/correct_clause.html",
        section=reading.policy.sections[section],
        clause=here,
        before=clauses[clause - 1] if clause else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_upload
def put_back(request: SignedInRequest, held: PolicyUpload, passage: int) -> HttpResponse:
    """Put what was left out back into the text, as a clause."""
    reading = actions.reading_of(held)
    if passage >= len(reading.policy.left_out):
        return _gone(request, held)
    form = _form(PutBackForm, request, reading, {}, policy=reading.policy)
    if form.is_valid():
        place = form.place()
        change = partial(correcting.put_back, passage=passage, after=place)
        if _corrected(request, held, form, change, "Put back as a clause."):
            after = Place(place.section, 0 if place.clause is None else place.clause + 1)
            return _back(held, _anchor_after("save", after))
    left_out = reading.policy.left_out[passage]
    return _page(request, held, reading, form, "policies/put_back.html", passage=left_out)


@require_POST
@of_upload
def look_at_passage(request: SignedInRequest, held: PolicyUpload) -> HttpResponse:
    """Note that an unsure passage, or all of them, is right as it is."""
    given = request.POST.get("thing", "")
    count = len(actions.reading_of(held).policy.unsure)
    passages = [int(given)] if given.isdecimal() and len(given) < 6 else []
    if given == "all":
        passages = list(range(count))
    try:
        reading = actions.look_at_passages(upload=held, by=request.user, passages=passages)
    except WrongState as error:
        messages.warning(request, str(error))
    else:
        left = reading.still_to_look_at or "Nothing is"
        messages.success(request, f"Noted. {left} left to look at.")
    return _back(held, "look")


@require_http_methods(["GET", "HEAD", "POST"])
@of_upload
def start_again(request: SignedInRequest, held: PolicyUpload) -> HttpResponse:
    """Read the document anew, after asking once."""
    if request.method == "POST":
        try:
            actions.start_again(upload=held, by=request.user)
            messages.success(request, "This is the document as it was first understood.")
        except WrongState as error:
            messages.warning(request, str(error))
        return _back(held)
    return render(request, "policies/start_again.html", {"upload": held})


def _form(
    kind: type[AForm],
    request: SignedInRequest,
    reading: Reading,
    known: dict[str, Any],
    **more: Any,
) -> AForm:
    if request.method == "POST":
        return kind(request.POST, **more)
    thing = request.GET.get("thing", "")
    known = {**known, "turn": reading.turn, "thing": thing if thing.isdecimal() else None}
    return kind(initial=known, **more)


def _corrected(
    request: SignedInRequest, held: PolicyUpload, form: CorrectForm, change: Change, done: str
) -> bool:
    """Correct the upload and say so; what stands in the way becomes the form's error."""
    with answering(form):
        actions.correct_upload(
            upload=held,
            by=request.user,
            turn=form.cleaned_data["turn"],
            change=change,
            looked_at=form.settles(),
        )
        messages.success(request, done)
    return not form.errors


def _page(
    request: SignedInRequest,
    held: PolicyUpload,
    reading: Reading,
    form: forms.Form,
    template: str,
    **more: Any,
) -> HttpResponse:
    if isinstance(form.data, QueryDict) and form.is_bound:
        # Whoever reads that the text moved on sees it as it is now, and may press again.
        form.data = form.data.copy()
        form.data["turn"] = str(reading.turn)
    return render(request, template, {"upload": held, "form": form, **more})


def _anchor_after(do: str, at: Place) -> str:
    """Return where on the preview the person goes on reading."""
    section, clause = at.section or 0, at.clause or 0
    if do == "heading":
        return f"section-{section + 1}"
    if do in {"join", "leave_out"}:
        clause -= 1
    return f"clause-{section}-{clause}" if clause >= 0 else f"section-{section}"


def _back(held: PolicyUpload, anchor: str = "") -> HttpResponseRedirect:
    path = reverse("policies:preview", args=[held.pk])
    return HttpResponseRedirect(f"{path}#{anchor}" if anchor else path)


def _gone(request: SignedInRequest, held: PolicyUpload) -> HttpResponse:
    """Lead back to the text; words that were typed are said once more, so that they stay."""
    typed = request.POST.get("text") or request.POST.get("heading") or ""
    messages.warning(request, GONE + (f" You had typed: “{typed}”" if typed else ""))
    return redirect("policies:preview", held.pk)
