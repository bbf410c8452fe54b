"""Pictures of events: the list for staff, and what whoever asks puts together."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.actions import photos as actions
from consents.lifecycle import PhotoState
from consents.models import Outcome, Photo, PhotoRequest, TakeDown
from consents.photo_forms import AddPhotosForm, ChildrenForm, ClassForm, PhotoDetailsForm
from consents.photo_permissions import can_ask_to_post, can_put_together, can_see_list
from consents.queries import permissions_of
from consents.views.classes import class_of
from school.access import require
from school.deciding import who_decides
from school.errors import DomainError
from school.models import Child
from school.requests import SignedInRequest, posted

A_PAGE = 25
OTHERS_ARE_IN = "The others are in: choose only what is still missing."


@require_safe
def photo_requests(request: SignedInRequest) -> HttpResponse:
    """List what may be posted, where and until when, for staff; and what is one's own or waits."""
    person = request.user
    require(can_see_list(person))
    may_ask = can_ask_to_post(person)
    to_decide = PhotoRequest.objects.to_decide(person).select_related("asked_by", "approval")
    granted = PhotoRequest.objects.granted() if may_ask else PhotoRequest.objects.none()
    own = PhotoRequest.objects.filter(asked_by=person).exclude(state=PhotoState.GRANTED)
    own = own | PhotoRequest.objects.filter(asked_by=person, until__lt=timezone.localdate())
    standing = Count("photos", filter=Q(photos__outcome=Outcome.GRANTED, photos__take_down=None))
    shown = granted.select_related("approval", "asked_by").annotate(pictures=standing)
    shown = shown.filter(pictures__gt=0)
    page = Paginator(shown.order_by("until", "pk"), A_PAGE).get_page(request.GET.get("page"))
    seen = PhotoRequest.objects.visible_to(person).filter(pk__in=[one.pk for one in page])
    return render(
        request,
        "consents/photo_requests.html",
        {
            "page": page,
            "opened": set(seen.values_list("pk", flat=True)),
            "own": own.select_related("approval")[:A_PAGE],
            "to_decide": to_decide.order_by("asked_at", "pk")[:A_PAGE],
            "to_take_down": TakeDown.objects.to_do()
            .asked_for_by(person)
            .select_related("photo_request")[:A_PAGE],
            "asks": may_ask,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_post(request: SignedInRequest) -> HttpResponse:
    """Begin: which event, where, until when."""
    require(can_ask_to_post(request.user))
    form = PhotoDetailsForm(posted(request))
    if form.is_valid():
        try:
            begun = actions.begin_photo_request(details=form.details(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("consents:add_photos", begun.pk)
    shown = {"form": form, **who_decides(request.user)}
    return render(request, "consents/ask_to_post.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def change_photo_request(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = PhotoDetailsForm(posted(request), shown=found)
    if form.is_valid():
        try:
            actions.change_photo_request(request=found, details=form.details(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("consents:photo_request", found.pk)
    shown = {"form": form, "asked": found, **who_decides(request.user)}
    return render(request, "consents/ask_to_post.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def add_photos(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring pictures. What cannot be one is named and asked for again; the others are in."""
    found = _own(request, pk)
    form = AddPhotosForm(posted(request), request.FILES or None)
    if form.is_valid():
        photos = form.cleaned_data["photos"]
        try:
            new = actions.add_photos(request=found, uploads=photos.good, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            if photos.refused:
                form.add_error("photos", [*photos.refused, OTHERS_ARE_IN])
            else:
                messages.success(request, _added(new))
                return redirect("consents:photo_request", found.pk)
    return render(request, "consents/add_photos.html", {"form": form, "asked": found})


def _added(new: int) -> str:
    if not new:
        return "These pictures were there already."
    what = "1 picture is" if new == 1 else f"{new} pictures are"
    return f"{what} added. Now say who is in each of them."


@require_http_methods(["GET", "HEAD", "POST"])
def name_children(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say who is in a picture, class by class."""
    photo = _own_photo(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    of = class_of(asked.get("school_class"))
    here = list(Child.objects.on_roll().filter(school_class=of).values_list("pk", flat=True))
    holds = permissions_of(here)
    form = ChildrenForm(
        posted(request),
        of=of,
        allowed={child: holds[child, photo.request.purpose] for child in here},
        others_are_named=photo.children.exclude(school_class=of).exists(),
        initial={"children": list(photo.children.all()), "nobody": photo.nobody},
    )
    if form.is_valid():
        try:
            actions.name_children(
                photo=photo,
                school_class=of,
                children=form.cleaned_data["children"],
                nobody=form.cleaned_data["nobody"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            if "more" in request.POST:
                messages.success(request, "Kept. Choose the next class.")
                return redirect(request.get_full_path())
            return redirect("consents:photo_request", photo.request_id)
    shown = {
        "form": form,
        "photo": photo,
        "school_class": of,
        "classes": ClassForm(initial={"school_class": of}),
        "named": photo.children.order_by("full_name", "pk"),
    }
    return render(request, "consents/name_children.html", shown)


@require_POST
def remove_photo(request: SignedInRequest, pk: int) -> HttpResponse:
    photo = _own_photo(request, pk)
    actions.remove_photo(photo=photo, by=request.user)
    messages.success(request, "The picture is out, and we keep nothing of it.")
    return redirect("consents:photo_request", photo.request_id)


@require_POST
def send_photo_request(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    try:
        actions.send_photo_request(request=found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, "Sent. We write to you when it is decided. Please do not post yet."
        )
    return redirect("consents:photo_request", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def discard_photo_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, and drop what was not sent."""
    found = _own(request, pk)
    if request.method == "POST":
        actions.discard_photo_request(request=found, by=request.user)
        messages.success(request, "Dropped: we keep nothing of it.")
        return redirect("consents:photo_requests")
    return render(request, "consents/discard_photo_request.html", {"asked": found})


def _own(request: SignedInRequest, pk: int) -> PhotoRequest:
    seen = PhotoRequest.objects.visible_to(request.user).select_related("approval")
    found = get_object_or_404(seen, pk=pk)
    require(can_put_together(request.user, found))
    return found


def _own_photo(request: SignedInRequest, pk: int) -> Photo:
    seen = PhotoRequest.objects.visible_to(request.user)
    photo = get_object_or_404(Photo.objects.select_related("request"), pk=pk, request__in=seen)
    require(can_put_together(request.user, photo.request))
    return photo
