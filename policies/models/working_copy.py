"""Words that somebody is writing and has not yet put into the draft."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from policies.models.text import Section
from policies.models.version import Version


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def of(self, section: Section) -> "WorkingCopyQuerySet":
        """Return what anybody typed of a section and has not saved."""
        return self.filter(version=section.version_id, part=WorkingCopy.part_of(section))


class WorkingCopy(models.Model):
    """What one person's editor holds of one part of a draft, saved as they type.

    It makes two people's work visible to each other and outlives a lost connection. `part` is
    "section-<pk>"; not a foreign key, because the words outlive a section that
    somebody else takes out. `based_on` is the fingerprint of the text that it was begun from.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="working_copies")
    part = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content = models.JSONField()
    based_on = models.CharField(max_length=64)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "part", "person"], name="one_working_copy_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.part} of {self.version}"

    @staticmethod
    def part_of(section: Section) -> str:
        """Return the name under which what is typed of a section is kept."""
        return f"section-{section.pk}"
