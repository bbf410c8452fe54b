"""What is kept of bullying online: its motive, and the steps of the school's procedure (I9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.bullying import Motive
from incidents.models.case import Case
from policies.models import Clause, Version


class BullyingRecord(models.Model):
    """What bullying seemed to be about, and from which text the steps were taken."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="bullying")
    motives = models.JSONField(default=list, blank=True)
    # The anti-bullying policy in force on the day, once its steps were taken over; or why none.
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    why_no_procedure = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(version=None) | Q(why_no_procedure=""),
                name="procedure_or_why_none",
            ),
        ]

    def __str__(self) -> str:
        return f"Bullying: {self.case}"

    @property
    def motives_in_words(self) -> list[str]:
        return [Motive(motive).label for motive in self.motives]


class ProcedureStepQuerySet(models.QuerySet["ProcedureStep"]):
    def open(self) -> "ProcedureStepQuerySet":
        """Return those neither done nor explained."""
        return self.filter(settled_at=None)


class ProcedureStep(models.Model):
    """One step of the procedure, copied from its clause: done by somebody on a day, or why not."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="procedure_steps")
    position = models.PositiveIntegerField()
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    text = models.TextField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.CharField("who did it", max_length=200, blank=True)
    why_not = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProcedureStepQuerySet.as_manager()

    class Meta:
        ordering = ["case_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "clause"], name="procedure_step_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, done_on=None, done_by="", why_not="")
                | (
                    Q(settled_at__isnull=False, settled_by__isnull=False)
                    & (
                        (Q(done_on__isnull=False, why_not="") & ~Q(done_by=""))
                        | (Q(done_on=None, done_by="") & ~Q(why_not=""))
                    )
                ),
                name="procedure_step_done_or_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"
