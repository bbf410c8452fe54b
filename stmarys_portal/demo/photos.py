"""Pictures of events in the demonstration: one request waits, one holds, one has run out.

What ran out left a task to take its pictures down. Each picture is a drawing of its own.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from approvals.models import Approval
from consents.actions import photos as actions
from consents.models import PhotoRequest
from school.models import Child, Person
from stmarys_portal.demo.cast import DOMAIN, HEADTEACHER
from stmarys_portal.demo.drawings import brought, meadow

# How many heads a picture shows, and who they are; nobody: none can be recognised.
Pictures = Mapping[int, Collection[str]]


def create_event_photos(today: date) -> None:
    harvest = actions.PhotoDetails(
        event="Harvest assembly",
        held_on=today - timedelta(days=2),
        purpose="website",
        where="The news page",
        until=today + timedelta(days=90),
    )
    asked("hannah.lowe", harvest, {1: ["Beatriz Costa"], 2: ["Amira Rahman", "Alfie Turnbull"]})
    book_week = actions.PhotoDetails(
        event="Book week",
        held_on=today - timedelta(days=20),
        purpose="social_media",
        approval=Approval.objects.get(name="SchoolWall"),
        where="The school’s own page",
        until=today + timedelta(days=40),
    )
    grant(asked("emily.carver", book_week, {1: ["Beatriz Costa"], 3: []}))
    sports = actions.PhotoDetails(
        event="Sports morning",
        held_on=today - timedelta(days=120),
        purpose="website",
        where="The news page",
        until=today + timedelta(days=1),
    )
    run_out = asked("hannah.lowe", sports, {1: ["Yusuf Rahman"], 2: ["Amira Rahman"]})
    grant(run_out)
    PhotoRequest.objects.filter(pk=run_out.pk).update(until=today - timedelta(days=1))
    actions.end_what_may_not_stand()


def asked(mailbox: str, details: actions.PhotoDetails, pictures: Pictures) -> PhotoRequest:
    teacher = person(mailbox)
    request = actions.begin_photo_request(details=details, by=teacher)
    uploads = [brought(f"IMG {heads}.png", meadow(heads)) for heads in pictures]
    actions.add_photos(request=request, uploads=uploads, by=teacher)
    for photo, names in zip(request.photos.order_by("pk"), pictures.values(), strict=True):
        children = list(Child.objects.filter(full_name__in=names))
        # Each picture shows children of one class.
        here = children[0].school_class if children else None
        actions.name_children(
            photo=photo, school_class=here, children=children, nobody=not children, by=teacher
        )
    return actions.send_photo_request(request=request, by=teacher)


def grant(request: PhotoRequest) -> None:
    actions.grant_photos(
        request=request,
        chosen=set(request.photos.values_list("pk", flat=True)),
        words="Lovely. No names beside them, please.",
        by=person(HEADTEACHER.mailbox),
    )


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@{DOMAIN}")
