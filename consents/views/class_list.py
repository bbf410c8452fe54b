"""Before an event: who may be pictured and who may not, for the staff of the school. Never why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consents.forms import ClassListForm
from consents.models import Purpose
from consents.permissions import can_see_class_list, can_write_down
from consents.queries import permissions_of
from school.access import require
from school.models import Child, SchoolClass
from school.requests import SignedInRequest


@require_safe
def class_list(request: SignedInRequest) -> HttpResponse:
    """Show one class, for every purpose or for one."""
    require(can_see_class_list(request.user))
    asked = request.GET.copy()
    if "school_class" not in asked:
        first = SchoolClass.objects.first()
        asked["school_class"] = str(first.pk) if first else ""
    form = ClassListForm(asked)
    is_valid = form.is_valid()
    school_class = form.cleaned_data["school_class"] if is_valid else None
    purpose = form.cleaned_data["purpose"] if is_valid else ""
    in_class = Child.objects.on_roll().filter(school_class=school_class)
    children = list(in_class.order_by("full_name", "pk"))
    holds = permissions_of(child.pk for child in children)
    purposes = [Purpose(purpose)] if purpose else list(Purpose)
    rows = [(child, [(p, holds[child.pk, p]) for p in purposes]) for child in children]
    return render(
        request,
        "consents/class_list.html",
        {
            "form": form,
            "school_class": school_class,
            "purposes": purposes,
            "rows": rows,
            "left_out": [child for child, cells in rows if not cells[0][1]],
            "today": timezone.localdate(),
            "writes_down": can_write_down(request.user),
        },
    )
