"""An approver's own pages: what waits for them, one policy to decide on, a whole meeting (G5)."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policies import actions, differences, permissions
from policies.actions import Outcome
from policies.awaiting import MEETINGS, Awaiting, awaiting, meetings_of, reading_of
from policies.forms.approving import MeetingForm
from policies.forms.working import ApproveForm, SendBackForm
from policies.lifecycle import STANDING
from policies.models import ApproverLevel, State, Version
from policies.remarks import open_remarks
from policies.views.answering import answering
from policies.views.finding import version_in_hand
from school.access import require
from school.models import Person
from school.requests import SignedInRequest, posted

NO_MORE = "It does not wait for approval any more."


@require_safe
def awaiting_page(request: SignedInRequest) -> HttpResponse:
    """List what waits for this approver, and the meetings that they record."""
    require(permissions.can_decide(request.user))
    rows = awaiting(request.user)
    waiting = {row.version.policy.approver_level for row in rows if row.may_approve}
    shown = {"rows": rows, "meetings": [m for m in meetings_of(request.user) if m in waiting]}
    return render(request, "policies/awaiting.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show an approver the text and what changed; take their approval, or send it back."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_send_back(request.user, version))
    if version.state != State.IN_REVIEW:
        standing = STANDING[State(version.state)]
        messages.warning(request, f"{NO_MORE} “{version.title}” is {standing}.")
        return redirect("policies:awaiting")
    if "send_back" in request.POST:
        return _send_back(request, version)
    form = ApproveForm(posted(request), version=version)
    if form.is_valid():
        with answering(form):
            actions.approve_version(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, f"Approved: {version.title}. It can be published now.")
            return redirect("policies:awaiting")
        form = form.for_what_is_read_now()
    return _decide_page(request, version, form, SendBackForm())


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: SignedInRequest, level: str) -> HttpResponse:
    """Record in one go what a meeting of governors approved, each policy by itself."""
    if level not in MEETINGS:
        raise Http404("Nobody meets at this level.")
    level = ApproverLevel(level)
    require(permissions.can_decide_at(request.user, level))
    data = posted(request)
    rows = awaiting(request.user, level)
    form = MeetingForm(data, level=level, rows=rows)
    gone = _no_more_waiting(request.user, level, data, rows)
    outcomes: list[Outcome] = []
    if form.is_valid() and (form.decisions() or not gone):
        with answering(form):
            outcomes = actions.approve_at_meeting(
                level=level, decisions=form.decisions(), by=request.user, **form.of_meeting()
            )
    faults = [*gone, *(one for one in outcomes if one.fault)]
    approved = [one.version.title for one in outcomes if not one.fault]
    if approved and not faults:
        messages.success(request, f"Approved: {'; '.join(approved)}. They can be published now.")
        return redirect("policies:awaiting")
    if data is not None and faults:
        rows = awaiting(request.user, level)
        form = MeetingForm(_with_what_is_read_now(data, rows, faults), level=level, rows=rows)
    shown = {"form": form, "level": level, "approved": approved, "faults": faults}
    return render(request, "policies/meeting.html", shown)


def _send_back(request: SignedInRequest, version: Version) -> HttpResponse:
    form = SendBackForm(request.POST)
    if form.is_valid():
        with answering(form):
            actions.send_back(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, "Sent back. Whoever prepared it has been told.")
            return redirect("policies:awaiting")
    return _decide_page(request, version, ApproveForm(version=version), form)


def _decide_page(
    request: SignedInRequest, version: Version, approve: ApproveForm, send_back: SendBackForm
) -> HttpResponse:
    in_force = version.policy.versions.published().with_text().first()
    changed = differences.between(older=in_force, newer=version) if in_force else None
    return render(
        request,
        "policies/decide.html",
        {
            "version": version,
            "sections": list(version.sections.all()),
            "in_force": in_force,
            "comparison": changed,
            "open_remarks": open_remarks(version),
            "prepared_by": sorted(map(str, version.prepared_by())),
            "may_approve": permissions.can_approve(request.user, version),
            "approve": approve,
            "send_back": send_back,
        },
    )


def _no_more_waiting(
    person: Person, level: ApproverLevel, data: QueryDict | None, rows: Sequence[Awaiting]
) -> list[Outcome]:
    """Return what was ticked on a page that is older than what became of it meanwhile.

    Only what was once sent to the approvers of this level is named: they knew of it.
    """
    ticked = [name.removeprefix("approved-") for name in data or () if "approved-" in name]
    pks = {int(pk) for pk in ticked if pk.isdecimal() and len(pk) < 10}
    pks -= {row.version.pk for row in rows if row.may_approve}
    found = Version.objects.filter(
        pk__in=pks, policy__approver_level=level, submitted_at__isnull=False
    )
    return [
        Outcome(version, _why_not(person, version)) for version in found.select_related("policy")
    ]


def _why_not(person: Person, version: Version) -> str:
    if version.state == State.IN_REVIEW:
        return permissions.can_approve(person, version).reason
    return f"{NO_MORE} It is {STANDING[State(version.state)]}."


def _with_what_is_read_now(
    data: QueryDict, rows: Sequence[Awaiting], faults: Sequence[Outcome]
) -> QueryDict:
    """Return what was typed, without the ticks that came to nothing: those are for the text now.

    What is still ticked keeps the mark of what was read when it was ticked.
    """
    data = data.copy()
    anew = {fault.version.pk for fault in faults}
    for pk in anew:
        data.pop(f"approved-{pk}", None)
    for row in rows:
        if row.version.pk in anew or f"reading-{row.version.pk}" not in data:
            data[f"reading-{row.version.pk}"] = reading_of(row.version)
    return data
