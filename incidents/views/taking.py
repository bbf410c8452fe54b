"""Taking a step of a case: one view for the whole table in `steps.py`.

It fetches the case through `visible_to` (404), asks for the right (403), fills in the step's form,
and hands over to its action, unless somebody else was quicker.
"""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from incidents import meanwhile, queries
from incidents.actions import handover
from incidents.forms import steps as forms
from incidents.models import Case
from incidents.outcomes import STAFF
from incidents.prompts import for_step
from incidents.views import form_mark, replies
from incidents.views.step import Step
from incidents.views.steps import BY_NAME
from school.access import NotAllowed, require
from school.errors import DomainError
from school.requests import SignedInRequest, posted

CHOOSE_AGAIN = "Choose your files once more before you press: a browser does not keep them."


@require_http_methods(["GET", "POST"])
def take_step(request: SignedInRequest, pk: str, name: str) -> HttpResponse:
    """Ask what a step needs, then take it: unless the case moved on while the form lay open."""
    person, step = request.user, BY_NAME[name]
    case = get_object_or_404(Case.objects.visible_to(person).select_related("report"), pk=pk)
    require(step.may(person, case))
    if request.method == "GET" and not (verdict := step.now(case)):
        messages.info(request, verdict.reason)
        return redirect(case)
    if "draft" in request.POST:
        form = replies.drafted(request, step.form, case)
    else:
        files = request.FILES if request.method == "POST" else None
        form = step.form(posted(request), files, case=case, by=person)
        if request.method == "POST" and form.is_valid() and _taken(request, step, form):
            return _after(request, step, case)
    context = {
        "form": form,
        "case": case,
        "step": step,
        "prompts": for_step(name, about_staff=case.subject_kind in STAFF),
        "wordings": replies.wordings_for(form),
        **form_mark.shown(request, case),
    }
    return render(request, "incidents/step.html", context)


def _taken(request: SignedInRequest, step: Step, form: forms.StepForm) -> bool:
    try:
        with transaction.atomic():
            held = handover.locked(form.case)
            meanwhile.require_unchanged(form.by, held, form_mark.sent(request))
            if step.holds_case:
                step.act(case=form.case, by=form.by, **form.cleaned_data)
        if not step.holds_case:
            step.act(case=form.case, by=form.by, **form.cleaned_data)
    except NotAllowed:
        raise
    except meanwhile.ChangedMeanwhile as error:
        form.add_error(None, str(error))
        if request.FILES:
            form.add_error(None, CHOOSE_AGAIN)
        form.case.refresh_from_db()
        if not (verdict := step.now(form.case)):
            form.add_error(None, verdict.reason)
        return False
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


def _after(request: SignedInRequest, step: Step, case: Case) -> HttpResponse:
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        messages.success(request, step.done)
        return redirect(case)
    messages.success(request, "Saved. This is now with somebody else, and no longer with you.")
    return redirect("incidents:queue" if queries.has_queue(request.user) else "home")
