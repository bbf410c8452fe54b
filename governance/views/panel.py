"""What governors read of a case that was put before them, and their decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from governance import actions, queries
from governance.forms.referral import DecideForm
from governance.models import LegalAdvice, Referral
from governance.permissions import can_decide, can_see_referrals
from governance.sharing import shown_of
from incidents import evidence as reading
from incidents.views.handing_out import handed_out
from school.access import NotAllowed, require
from school.errors import DomainError
from school.models import Role
from school.requests import SignedInRequest, posted
from uploads import Kind

A_PAGE = 25


@never_cache
@require_safe
def referrals(request: SignedInRequest) -> HttpResponse:
    """List what this governor was asked."""
    require(can_see_referrals(request.user))
    mine = Referral.objects.visible_to(request.user).select_related("case", "referred_by")
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/referrals.html", {"page": page})


@never_cache
@require_safe
def referral(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show a named governor what was put before them; each look is on record."""
    found = _mine(request, pk)
    actions.note_reading(referral=found, by=request.user)
    context = {
        "referral": found,
        "shown": shown_of(found),
        "with_you": sorted(queries.readers_of(found) - {request.user}, key=str),
        "decide": can_decide(request.user, found),
        # Whoever handles it now: it may have turned out to be about whoever put it before them.
        "answer_to": Role(found.case.handling_role).label,
        "took_part": found.members.filter(took_part=True).select_related("person"),
        "advice": LegalAdvice.objects.visible_to(request.user).filter(referral=found),
    }
    return render(request, "governance/referral.html", context)


@never_cache
@require_GET
def shared_file(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """Hand out the safe copy of a file that was shared, and keep who looked."""
    found = _mine(request, pk)
    try:
        evidence, content = actions.look_at_shared_file(
            referral=found, number=number, by=request.user
        )
    except DomainError as error:
        raise Http404 from error
    name = reading.copy_name(evidence, found.case)
    return handed_out(content, name=name, media_type=Kind[evidence.copy_kind].media_type)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, pk: str) -> HttpResponse:
    """Write down what the governors decided, and why.

    Whoever comes second is told that it was decided, and still has what they wrote.
    """
    found = _mine(request, pk)
    verdict = can_decide(request.user, found)
    shown = shown_of(found)
    others = sorted(queries.readers_of(found) - {request.user}, key=str)
    # What is hidden in an option is hidden here too; what is recorded is the option itself.
    options = list(zip(found.choices, shown.options, strict=True))
    numbered = [(str(place), words) for place, (_, words) in enumerate(options, 1)]
    form = DecideForm(posted(request), options=numbered, others=others)
    if verdict and form.is_valid():
        written = {"together_with": [], **form.cleaned_data}
        if options:
            written["decision"] = options[int(written["decision"]) - 1][0]
        try:
            actions.decide_referral(referral=found, by=request.user, **written)
        except NotAllowed:
            verdict = can_decide(request.user, _mine(request, pk))
            if verdict:
                raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your decision is with whoever handles the case.")
            return redirect("governance:referral", found.pk)
    context = {"referral": found, "shown": shown, "form": form, "verdict": verdict}
    return render(request, "governance/decide_referral.html", context)


def _mine(request: SignedInRequest, pk: str) -> Referral:
    mine = Referral.objects.visible_to(request.user)
    found: Referral = get_object_or_404(
        mine.select_related("case__report", "referred_by", "decided_by"), pk=pk
    )
    return found
