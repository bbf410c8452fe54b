"""Documents on their way to becoming a draft."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from policies.models.version import Version


class PolicyUpload(models.Model):
    """A document that was uploaded and is shown to its uploader before anything is kept (P9).

    Once kept as a draft, the version holds the original and the content here is let go.
    """

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    # What its uploader made of what was understood: an `ImportedPolicy` as JSON. None: as read.
    corrected = models.JSONField(null=True, blank=True)
    kept_as = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.file_name
