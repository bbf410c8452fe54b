"""Sign-offs, and what leads to one: reading, a paper slip, a meeting."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from acknowledgements.models.rounds import Request, Round
from acknowledgements.models.vocabulary import Capacity, Method
from policies.models import Version
from school.models import Child


class Reading(models.Model):
    """How far somebody has come with a text, kept so that nothing is lost on the way (A11).

    One for a person, round and capacity: a parent reads once for all their children. The points
    are numbers of clauses that they confirmed; a name, a question or a reason that they began to
    type is kept until they answer.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    # When the text was first opened; `saved_at` is later once anything was kept.
    begun_at = models.DateTimeField(default=timezone.now)
    reached_end_at = models.DateTimeField(null=True, blank=True)
    points = models.JSONField(default=list, blank=True)
    typed_name = models.CharField(max_length=120, blank=True)
    question = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person", "capacity"], name="reading_once"),
        ]

    def __str__(self) -> str:
        return f"Reading of {self.person_id} in round {self.round_id}"

    @property
    def keeps_something(self) -> bool:
        """Tell whether anything was ever kept of it, since the text was opened."""
        return self.saved_at > self.begun_at


class Scan(models.Model):
    """A picture or PDF of signed paper (A7).

    The original is kept as it came, with its hash, and is never handed out; people are shown the
    copy, which holds nothing but what is seen. The row is part of the evidence: it never changes.
    """

    file = models.FileField(upload_to="sign-offs/")
    copy = models.FileField(upload_to="sign-offs/copies/")
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    copy_type = models.CharField(max_length=60)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.file_name} ({self.uploaded_at:%Y-%m-%d})"


class Meeting(models.Model):
    """A meeting at which several people signed on one sheet (A7)."""

    name = models.CharField("what the meeting was", max_length=120)
    held_on = models.DateField("held on")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.held_on}"


class Acknowledgement(models.Model):
    """A sign-off (A1): evidence, complete in itself, that the database refuses to change.

    One row a person, capacity and version (for a parent also a child) in the round of the
    version's publication, and one more for each later confirmation: the request, which is unique
    in its round, stands for all of these.
    """

    request = models.OneToOneField(Request, models.PROTECT, related_name="acknowledgement")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements"
    )
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    version = models.ForeignKey(Version, models.PROTECT, related_name="acknowledgements")
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    sentence = models.TextField()
    # Numbers of the clauses confirmed one by one (M9).
    points = models.JSONField(default=list, blank=True)
    typed_name = models.CharField("full name", max_length=120)
    signed_at = models.DateTimeField(default=timezone.now)
    # The date written on paper, or of the meeting; online, `signed_at` is the time itself.
    dated_on = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.ONLINE)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="acknowledgements"
    )
    scan = models.ForeignKey(
        Scan, models.PROTECT, null=True, blank=True, related_name="acknowledgements"
    )
    # What the holder quotes to have it checked (A8): drawn from all of the row, see `receipts.py`.
    receipt_code = models.CharField(max_length=32, unique=True)
    receipt_salt = models.CharField(max_length=32)

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(typed_name=""), name="signed_with_a_name"),
            models.CheckConstraint(
                condition=Q(method="online", dated_on=None, scan=None, meeting=None)
                | (~Q(method="online") & Q(dated_on__isnull=False)),
                name="paper_has_its_date",
            ),
        ]
        indexes = [models.Index(fields=["version", "person"], name="signed_version")]

    def __str__(self) -> str:
        return f"{self.typed_name}, {self.version}"
