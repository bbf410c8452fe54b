"""Pictures that may no longer be used, and have to come down."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consents.models.vocabulary import Because, Purpose
from school.models import Child, Person


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    def to_do(self) -> "TakeDownQuerySet":
        return self.filter(done_at=None)

    def done(self) -> "TakeDownQuerySet":
        return self.filter(done_at__isnull=False)

    def asked_for_by(self, person: Person) -> "TakeDownQuerySet":
        """Return those of pictures that this person posted with the Headteacher's consent."""
        return self.filter(photo_request__asked_by=person)


class TakeDown(models.Model):
    """That pictures, once allowed for a purpose, are to be looked for and taken down.

    Either every picture of a child, or certain pictures of one event (`photos`): then no child is
    named, for nobody has to know of whom a permission ended.
    """

    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="take_downs"
    )
    photo_request = models.ForeignKey(
        "consents.PhotoRequest", models.PROTECT, null=True, blank=True, related_name="take_downs"
    )
    because = models.CharField(max_length=20, choices=Because.choices, default=Because.PERMISSION)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    opened_at = models.DateTimeField(default=timezone.now)
    # Which of the purpose's places were looked at, in their own words, and what was done there.
    looked_at = models.JSONField(default=list, blank=True)
    what_was_done = models.TextField("what was done", blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "purpose"], condition=Q(done_at=None), name="take_down_open_once"
            ),
            models.CheckConstraint(
                condition=Q(child__isnull=False, photo_request=None)
                | Q(child=None, photo_request__isnull=False),
                name="take_down_of_child_or_event",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, what_was_done="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(what_was_done="")),
                name="take_down_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Take down: {self.get_purpose_display()}"

    @property
    def about(self) -> str:
        """Return whose pictures, or of which event."""
        return str(self.child or self.photo_request)

    @property
    def places(self) -> tuple[str, ...]:
        """Return where to look; for pictures of an event first where they were to be posted."""
        posted = (self.photo_request.place,) if self.photo_request else ()
        return (*posted, *Purpose(self.purpose).places)
