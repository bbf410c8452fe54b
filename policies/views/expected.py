"""The policies that a school is expected to have: which of them it lacks, and beginning one."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policies import actions, permissions
from policies.coverage import coverage
from policies.expected import by_key
from policies.forms.expected import COVERED, MISSING, BeginForm, ExpectedForm
from policies.models import ExpectedAnswer
from policies.views.answering import answering
from school.access import require
from school.requests import SignedInRequest, posted


@require_safe
def expected(request: SignedInRequest) -> HttpResponse:
    """List the expected policies, how each stands here, and how many the school lacks."""
    require(permissions.can_manage(request.user))
    rows = coverage()
    counts = Counter(row.standing.value for row in rows)
    return render(
        request,
        "policies/expected.html",
        {
            "lists": [
                (
                    "What law and statutory guidance ask for",
                    [r for r in rows if r.expected.is_statutory],
                ),
                (
                    "What else a school needs to keep children safe online",
                    [r for r in rows if not r.expected.is_statutory],
                ),
            ],
            "counts": counts,
            "lacking": sum(row.is_lacking for row in rows),
            "total": len(rows),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, key: str) -> HttpResponse:
    """Say which of the school's policies covers an expected one, or why none is needed."""
    require(permissions.can_manage(request.user))
    row = next((row for row in coverage() if row.expected.key == key), None)
    if row is None:
        raise Http404("No such policy is expected.")
    form = ExpectedForm(posted(request), known=row.answer, offered=row.offered)
    if form.is_valid():
        with answering(form):
            _settle(request, key, form)
            messages.success(request, f"Saved for “{row.expected.title}”.")
            return redirect("policies:expected")
    return render(request, "policies/answer_expected.html", {"row": row, "form": form})


def _settle(request: SignedInRequest, key: str, form: ExpectedForm) -> None:
    given = form.cleaned_data
    if given["answer"] == MISSING:
        actions.take_answer_back(key=key, by=request.user)
        return
    is_covered = given["answer"] == COVERED
    actions.answer_expected(
        key=key,
        policy=given["policy"] if is_covered else None,
        why_none="" if is_covered else given["why_none"],
        by=request.user,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """Begin a policy from nothing; `expected` in the address names the one it is to cover."""
    require(permissions.can_manage(request.user))
    usual = by_key(request.GET.get("expected", ""))
    is_answered = usual and ExpectedAnswer.objects.filter(key=usual.key).exists()
    form = BeginForm(posted(request), initial={"title": f"{usual.title} policy" if usual else ""})
    if form.is_valid():
        with answering(form):
            if text := form.cleaned_data["text"].strip():
                document = f"# {form.cleaned_data['title']}\n\n{text}\n"
                held = actions.upload_document(
                    content=document.encode(), name="written-here.md", by=request.user
                )
                return redirect("policies:preview", held.pk)
            version = actions.begin_policy(
                title=form.cleaned_data["title"],
                expected=usual.key if usual and not is_answered else "",
                by=request.user,
            )
            messages.success(request, "Begun. Write its first section below.")
            return redirect("policies:edit", version.policy.slug, version.number)
    return render(request, "policies/begin.html", {"form": form, "usual": usual})
