"""Pictures with other families' children that a parent would like to post (C3, M13)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consents.models.vocabulary import Method
from consents.share_lifecycle import WAITS, Seen, ShareMove, ShareState, seen_by_asker
from school.models import Child, Parenthood, Person, Role, Service

# States in which a family that was asked goes on seeing the picture: always alike, so that nobody
# can tell from it what others said.
ANSWERED = (
    ShareState.ASKING,
    ShareState.AGREED,
    ShareState.CLOSED,
    ShareState.ENDED,
    ShareState.DOWN,
)


class SharedPictureQuerySet(models.QuerySet["SharedPicture"]):
    def of(self, person: Person) -> "SharedPictureQuerySet":
        return self.filter(asked_by=person)

    def waiting(self) -> "SharedPictureQuerySet":
        """Return those that wait as far as whoever asked can see."""
        return self.filter(state__in=WAITS, answer_by__gte=timezone.localdate())

    def answered_by(self, person: Person) -> "SharedPictureQuerySet":
        """Return those about which a parent was asked, and has answered."""
        ties = Parenthood.objects.may_be_asked().filter(
            person=person, child__shared_pictures=OuterRef("pk")
        )
        said = SharedAnswer.objects.filter(person=person, picture=OuterRef("pk"))
        return self.filter(Exists(ties), Exists(said), state__in=ANSWERED)

    def to_answer(self, person: Person) -> "SharedPictureQuerySet":
        """Return those about which a parent is asked today, and has said nothing."""
        questions = SharedQuestion.objects.to_answer().filter(person=person)
        return self.filter(pk__in=questions.values("picture"))

    def for_family(self, person: Person) -> "SharedPictureQuerySet":
        """Return those that a parent is asked about, or was and has answered."""
        return self.answered_by(person) | self.to_answer(person)

    def for_office(self, person: Person | AnonymousUser) -> "SharedPictureQuerySet":
        """Return those that somebody looks at for the school: none of their own."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        if not person.is_any(Role.OFFICE, Role.HEADTEACHER, Role.DEPUTY):
            return self.none()
        found = self.exclude(asked_by=person)
        return found.exclude(state__in=[ShareState.CALLED_BACK, ShareState.STOPPED])


class SharedPicture(models.Model):
    """One picture that a parent would like to post in one place: a small preview, and its print.

    Who is in it is said in words by whoever asks; the office alone says which children these are.
    """

    preview = models.FileField(upload_to="shared-pictures/")
    preview_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="app"
    )
    where = models.CharField("which page, and who can see it", max_length=120)
    who = models.CharField("who is in it", max_length=300)
    state = models.CharField(
        max_length=12, choices=ShareState.choices, default=ShareState.SENT, db_index=True
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField("last day for answers")
    # When whoever asked was told that its day has passed: the claim on telling them.
    told_at = models.DateTimeField(null=True, blank=True)
    children = models.ManyToManyField(Child, related_name="shared_pictures")

    objects = SharedPictureQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"Picture {self.pk}"

    @property
    def place(self) -> str:
        """Return where it would be, in words."""
        return f"{self.service}: {self.where}" if self.service else self.where

    @property
    def is_over(self) -> bool:
        return self.answer_by < timezone.localdate()

    @property
    def seen(self) -> Seen:
        """Return all that whoever asked sees of it today."""
        return seen_by_asker(self.state, is_over=self.is_over)


class SharedQuestionQuerySet(models.QuerySet["SharedQuestion"]):
    def to_answer(self, on: date | None = None) -> "SharedQuestionQuerySet":
        """Return those still open on a day, of parents who may be asked on it."""
        same = {"person": OuterRef("person")}
        ties = Parenthood.objects.asked(on).filter(
            child__shared_pictures=OuterRef("picture"), **same
        )
        said = SharedAnswer.objects.filter(picture=OuterRef("picture"), **same)
        return self.filter(
            Exists(ties),
            ~Exists(said),
            ~Exists(NeverAsk.objects.filter(**same)),
            picture__state=ShareState.ASKING,
            picture__answer_by__gte=on or timezone.localdate(),
        )


class SharedQuestion(models.Model):
    """That a parent was asked about a picture with a child of theirs, and reminded of it."""

    picture = models.ForeignKey(SharedPicture, models.PROTECT, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    last_step = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)

    objects = SharedQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "person"], name="shared_question_once")
        ]

    def __str__(self) -> str:
        return f"Question {self.pk}"


class SharedAnswer(models.Model):
    """What one parent said about one picture in one place: evidence that is only added to."""

    picture = models.ForeignKey(SharedPicture, models.PROTECT, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_yes = models.BooleanField("agrees")
    # Of a call or a paper: the end of its day, unless that is today.
    given_at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.ONLINE)
    # Who took the call, where the paper is kept; online the row itself is the evidence.
    evidence = models.CharField(max_length=300, blank=True)
    # Nobody: they said it here themselves.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(method="online", evidence="", recorded_by=None)
                | (~Q(method="online") & ~Q(evidence="") & Q(recorded_by__isnull=False)),
                name="shared_answer_has_evidence",
            )
        ]

    def __str__(self) -> str:
        return "yes" if self.is_yes else "no"


class SharedStep(models.Model):
    """One thing that became of such a picture: evidence that the database refuses to change."""

    picture = models.ForeignKey(SharedPicture, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=12, choices=ShareMove.choices)
    at = models.DateTimeField(default=timezone.now)
    # Nobody: it followed from what families said, or from the day.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.picture_id}"


class NeverAsk(models.Model):
    """That a parent does not want to be asked about other families' pictures: each is then a no."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Person {self.person_id} is not asked"


def last_said(pictures: Iterable[int]) -> dict[int, dict[int, bool]]:
    """Return what each parent said last of each of these pictures, by key."""
    said: dict[int, dict[int, bool]] = {key: {} for key in pictures}
    answers = SharedAnswer.objects.filter(picture__in=said).order_by("given_at", "pk")
    for picture, person, is_yes in answers.values_list("picture_id", "person_id", "is_yes"):
        said[picture][person] = is_yes
    return said
