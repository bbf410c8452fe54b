"""Looking at the scan of signed paper: only the copy, and every look is recorded (A7)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from acknowledgements import actions
from acknowledgements.models import Scan
from acknowledgements.permissions import can_see_scan
from school.requests import SignedInRequest
from uploads import Kind


@require_safe
def scan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the cleaned copy of a scan, to be saved and not to be run."""
    found = get_object_or_404(Scan, pk=pk)
    if not can_see_scan(request.user, found):
        raise Http404
    copy = actions.look_at_scan(scan=found, by=request.user)
    kind = next(kind for kind in Kind if kind.media_type == found.copy_type)
    answer = HttpResponse(copy, content_type=kind.media_type)
    answer["Content-Disposition"] = f'attachment; filename="scan-{found.pk}{kind.ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
