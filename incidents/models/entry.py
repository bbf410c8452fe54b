"""The timeline of a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.case import Case
from incidents.models.vocabulary import EntryKind, Visibility
from school.models import Person

TO_REPORTER = "To the person who told us"
FROM_REPORTER = "From the person who told us"


class CaseEntryQuerySet(models.QuerySet["CaseEntry"]):
    def read_by(self, person: Person) -> "CaseEntryQuerySet":
        """Return what one of the team reads: what they share, and this person's own notes."""
        return self.filter(~Q(visibility=Visibility.OWN) | Q(by=person))


class SharedEntries(models.Manager["CaseEntry"]):
    """What the team shares. Everything that does not ask for more gets this, exports too."""

    def get_queryset(self) -> CaseEntryQuerySet:
        return CaseEntryQuerySet(self.model, using=self._db).exclude(visibility=Visibility.OWN)


class CaseEntry(models.Model):
    """One line of a case's timeline: a step taken, a note, a message to or from the reporter."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    # When it was written down, and, where that is known, the day on which it happened.
    at = models.DateTimeField(default=timezone.now)
    happened_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.TEAM
    )
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    objects = SharedEntries()
    with_own_notes = CaseEntryQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "case entries"
        indexes = [models.Index(fields=["case", "at"], name="entry_case")]

    def __str__(self) -> str:
        return f"{self.title} ({self.case_id})"

    @property
    def is_own_note(self) -> bool:
        return self.visibility == Visibility.OWN

    @property
    def is_shared_with_reporter(self) -> bool:
        return self.visibility == Visibility.REPORTER

    @property
    def is_from_reporter(self) -> bool:
        return self.kind == EntryKind.MESSAGE and self.title == FROM_REPORTER
