"""The page of a report that asks for pictures and files (I11): each is kept as it is added."""

import contextlib
import uuid
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from incidents import drafts
from incidents.actions import forget_file, forget_files, hold_files, warn_before_sending
from incidents.forms.files import YES, ChooseFilesForm, keys_in, listed
from incidents.interview import BY_NAME, Interview
from incidents.models import HeldFile, SubjectKind
from incidents.topics import Topic
from incidents.views.asking import TOO_MANY_REQUESTS, address_of, go_on, interview_of
from school.errors import DomainError
from uploads.fields import Uploads

ASKED = BY_NAME["files"]


@login_not_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Ask for pictures and files, and keep each until the report is sent."""
    draft = drafts.Draft(request)
    if request.method == "POST":
        return _answered(request, draft)
    interview = interview_of(request, draft)
    if not draft.has_begun:
        return redirect("incidents:start")
    if not interview.may_open(ASKED):
        return go_on(interview)
    return _ask(request, draft)


@login_not_required
@require_POST
def remove_file(request: HttpRequest) -> HttpResponse:
    """Take one file out again."""
    draft = drafts.Draft(request)
    with contextlib.suppress(ValueError):  # no file of ours has such a key
        forget_file(draft=draft.mark, pk=uuid.UUID(request.POST.get("file", "")))
    return redirect("incidents:question", name=ASKED.name)


def _answered(request: HttpRequest, draft: drafts.Draft) -> HttpResponse:
    draft.take_from_page(request.POST.get("kept", ""))
    if not draft.has_begun:
        messages.info(request, "It was a long time since your last answer. Please start here.")
        return redirect("incidents:start")
    if draft.is_in_a_hurry():
        response = _ask(request, draft, wait=True)
    elif request.POST.get("words_only") and not _is_words_only(draft):
        response = _words_only_from_now(draft, request.POST.get("files_show", ""))
    else:
        response = _after(request, draft)
    draft.remember(response)
    return response


def _words_only_from_now(draft: drafts.Draft, files_show: str) -> HttpResponse:
    """Take no files any more, forget those added, and tell whoever keeps children safe.

    What was typed of the files begins what is told in words instead.
    """
    forget_files(draft.mark)
    draft.keep({"words_only": YES, "picture_in_words": files_show})
    topic = Topic.named(draft.answers.get("about", ""))
    warn_before_sending(
        kind=topic.kind if topic else "",
        subject_kind=draft.answers.get("subject_kind") or _only_subject(topic),
        subject_name=draft.answers.get("subject_name", ""),
    )
    return redirect("incidents:question", name=ASKED.name)


def _only_subject(topic: Topic | None) -> str:
    subjects = topic.subjects if topic else ()
    return subjects[0] if len(subjects) == 1 else SubjectKind.UNKNOWN


def _after(request: HttpRequest, draft: drafts.Draft) -> HttpResponse:
    """Keep what was chosen and typed; go on, or say what is amiss, or show what was added."""
    names = ("picture_in_words",) if _is_words_only(draft) else ("files_show",)
    draft.keep({name: request.POST.get(name, "") for name in names})
    form = ChooseFilesForm(request.POST, request.FILES)
    if not _is_words_only(draft) and not _kept(form, draft, request.POST.get("do", "")):
        return _ask(request, draft, form=form)
    if request.POST.get("do") == "add":
        return redirect("incidents:question", name=ASKED.name)
    draft.keep({}, question=ASKED.name)
    interview = interview_of(request, draft)
    return go_on(interview) if _is_good(interview) else _ask(request, draft)


def _kept(form: ChooseFilesForm, draft: drafts.Draft, do: str) -> bool:
    """Hold the good ones of the files chosen; tell whether there was nothing wrong."""
    if not form.is_valid():
        return False
    chosen: Uploads = form.cleaned_data["uploads"]
    if chosen.good:
        draft.note_files()
        try:
            hold_files(draft=draft.mark, uploads=chosen.good)
        except DomainError as error:
            form.add_error("uploads", str(error))
    elif do == "add" and not chosen.refused:
        form.add_error("uploads", "Choose a file first, or go on without one.")
    for sentence in chosen.refused:
        form.add_error("uploads", sentence)
    return not form.errors


def _is_words_only(draft: drafts.Draft) -> bool:
    return bool(draft.answers.get("words_only"))


def _is_good(interview: Interview) -> bool:
    return interview.form(ASKED, interview.answers).is_valid()


def _ask(
    request: HttpRequest,
    draft: drafts.Draft,
    *,
    form: ChooseFilesForm | None = None,
    wait: bool = False,
) -> HttpResponse:
    interview = interview_of(request, draft)
    has_words = bool(draft.answers.get("picture_in_words"))
    answered = ASKED.name in draft.seen or form is not None or has_words
    number, of = interview.place(ASKED)
    before = interview.before(ASKED)
    context = {
        "form": interview.form(ASKED, interview.answers if answered else None),
        "choose": form or ChooseFilesForm(),
        "held": HeldFile.objects.of(draft.mark),
        "words_only": _is_words_only(draft),
        "number": number,
        "of": of,
        "back": address_of(before) if before else reverse("incidents:start"),
        "kept": draft.for_page(),
        "in_danger": draft.child_in_danger,
        "wait": wait,
    }
    status = TOO_MANY_REQUESTS if wait else 200
    return render(request, "incidents/files.html", context, status=status)


def files_gone(ticket: drafts.Ticket) -> drafts.Ticket | None:
    """Return the ticket without files that are not held any more; None where all are there.

    They went with the same report sent from another window, or two hours went by.
    """
    chosen = keys_in(ticket.answers.get("held", ""))
    held = HeldFile.objects.of(ticket.draft_mark).filter(pk__in=chosen)
    there = listed(held)
    if len(keys_in(there)) == len(chosen):
        return None
    return replace(ticket, answers={**ticket.answers, "held": there})
