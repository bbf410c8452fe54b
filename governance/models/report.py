"""What governors were told of a term, as it was published (G4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from governance.models.history import CountedTerm


class TermlyReport(models.Model):
    """The report of one term: what it says, and its PDF. The database refuses to change either."""

    term = models.OneToOneField(CountedTerm, models.PROTECT, related_name="report")
    content = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField("SHA-256 of the PDF", max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-term__first_on"]
        constraints = [
            models.CheckConstraint(condition=~Q(sha256=""), name="termly_report_with_its_hash")
        ]

    def __str__(self) -> str:
        return f"Report to governors, {self.term}"

    def get_absolute_url(self) -> str:
        return reverse("governance:report", args=[self.term_id])
