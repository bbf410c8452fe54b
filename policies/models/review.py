"""What those who review a draft say about it, each remark pinned to the clause it is about."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from policies.models.text import Clause
from policies.models.version import Version


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def open_remarks(self) -> "ReviewCommentQuerySet":
        """Return the remarks, not their answers, that nobody has settled yet."""
        return self.filter(agrees=False, in_reply_to=None, settled_at=None)


class ReviewComment(models.Model):
    """A remark on a version, an answer to one, or the word that somebody read it and agrees.

    The clause may be renumbered, reworded or taken out afterwards: the remark keeps the number
    and the words that it was made about.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="comments")
    clause = models.ForeignKey(
        Clause, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    about_number = models.CharField(max_length=30, blank=True)
    about_words = models.TextField(blank=True)
    in_reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    words = models.TextField(blank=True)
    agrees = models.BooleanField("has read the whole text and agrees", default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["version", "written_at"], name="comment_of_version")]
        constraints = [
            models.CheckConstraint(condition=~Q(words="") | Q(agrees=True), name="comment_says"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="comment_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(in_reply_to=None) | ~Q(in_reply_to=F("pk")),
                name="comment_answers_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_by} on {self.about_number or 'the whole text'}"
