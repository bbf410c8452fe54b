"""Lists of people on their way in."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from school.models.people import Person


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, person: Person | AnonymousUser) -> "PeopleImportQuerySet":
        """Return the lists that a person uploaded: what a list may do depends on who brings it."""
        return self.filter(uploaded_by=person.pk)


class PeopleImport(models.Model):
    """A list of people that was uploaded and previewed, waiting for somebody to say yes.

    Once it was put in, its content is emptied: the people it named are on record by then.
    """

    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    content = models.TextField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = PeopleImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
