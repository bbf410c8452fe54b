"""The evidence that an inspector is given as one file, each time that it was put together (G4)."""

from django.db import models
from django.db.models import Q

from packing.models import MADE_WITH_ITS_HASH, PackedFile, PackedFileQuerySet


class InspectionQuerySet(PackedFileQuerySet["Inspection"]):
    """Inspector's files, as those who make them and take them away ask for them."""


class Inspection(PackedFile):
    """An inspector's file, as one ZIP."""

    file = models.FileField(upload_to="inspections/", blank=True)
    # Marks of what may go although it was found to be like a name: never the words themselves.
    looked_at = models.JSONField(default=list, blank=True)
    held_back = models.PositiveIntegerField(default=0)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=MADE_WITH_ITS_HASH, name="inspection_made_with_its_hash"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(made_at__isnull=False, withdrawn_at=None),
                name="inspection_kept",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(made_at=None, fault="", withdrawn_at=None),
                name="inspection_to_make",
            ),
        ]

    def __str__(self) -> str:
        return "An inspector's file"
