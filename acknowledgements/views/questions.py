"""What people ask before they sign, and what the school answers (A10); and who said no (A3)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements import actions
from acknowledgements.forms import AnswerForm
from acknowledgements.models import Question, QuestionQuerySet, Refusal
from acknowledgements.permissions import can_answer_question, can_pass_on, can_see_declined
from acknowledgements.views.put_by import put_by, take_out
from policies.models import Clause
from school.access import Verdict
from school.errors import WrongState
from school.models import Person
from school.requests import SignedInRequest, posted

A_PAGE = 25


@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """List the questions that wait, the oldest first; with ?show=answered those answered."""
    _or_404(can_answer_question(request.user))
    shows_answered = request.GET.get("show") == "answered"
    asked = _asked()
    listed = asked.answered().order_by("-answered_at", "-pk") if shows_answered else asked.waiting()
    return render(
        request,
        "acknowledgements/questions.html",
        {
            "shows_answered": shows_answered,
            "waiting": Question.objects.waiting().count(),
            "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
            "declined": can_see_declined(request.user),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one question with what it is about, and take the answer.

    An answer that is sent when its writer is signed out is put by until they are back.
    """
    if not isinstance(request.user, Person):
        if request.method == "POST":
            put_by(request, f"question:{pk}")
        return redirect_to_login(request.get_full_path())
    _or_404(can_answer_question(request.user))
    asked = get_object_or_404(_asked(), pk=pk)
    written = take_out(request, f"question:{pk}")
    form = AnswerForm(posted(request), initial=written.dict() if written else {})
    if form.is_valid():
        try:
            actions.answer_question(
                question=asked, words=form.cleaned_data["answer"], by=request.user
            )
        except WrongState as error:
            form.add_error(None, str(error))
            asked = get_object_or_404(_asked(), pk=pk)
        else:
            messages.success(request, _answered(asked))
            return redirect("acknowledgements:questions")
    version = asked.request.round.version
    clauses = Clause.objects.filter(section__version=version, number=asked.point)
    return render(
        request,
        "acknowledgements/question.html",
        {
            "question": asked,
            "version": version,
            "clause": clauses.first() if asked.point else None,
            "form": form,
        },
    )


@require_safe
def answers(request: SignedInRequest) -> HttpResponse:
    """List the answers that no e-mail can carry, ready to be printed or told."""
    _or_404(can_pass_on(request.user))
    to_tell = _asked().to_pass_on().order_by("answered_at", "pk")
    page = Paginator(to_tell, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "acknowledgements/answers.html", {"page": page})


@require_POST
def pass_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that an answer was told or handed over."""
    _or_404(can_pass_on(request.user))
    told = get_object_or_404(_asked().answered().filter(request__person__email=None), pk=pk)
    actions.pass_on(question=told, by=request.user)
    messages.success(request, f"Thank you. {told.request.person} has the answer.")
    return redirect("acknowledgements:answers")


@require_safe
def declined(request: SignedInRequest) -> HttpResponse:
    """List who would rather not sign, and why if they said so; and who has signed since."""
    _or_404(can_see_declined(request.user))
    said_no = Refusal.objects.select_related(
        "request__person", "request__child", "request__round__version__policy"
    ).order_by("-declined_at", "-pk")
    page = Paginator(said_no, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "acknowledgements/declined.html", {"page": page})


def _asked() -> QuestionQuerySet:
    return Question.objects.select_related(
        "request__person", "request__child", "request__round__version__policy", "answered_by"
    )


def _answered(asked: Question) -> str:
    person = asked.request.person
    if not person.email:
        return f"Answered. {person} has no e-mail address, so the office is asked to pass it on."
    return f"Answered. {person} is told by e-mail that there is something to read."


def _or_404(verdict: Verdict) -> None:
    """Answer 404 to those who may not know that there is such a page (S3)."""
    if not verdict:
        raise Http404
