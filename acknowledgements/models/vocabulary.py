"""The words in which sign-off is recorded."""

from django.db import models


class Capacity(models.TextChoices):
    """As what a person signs: one person may sign one version in several capacities (A1)."""

    STAFF = "staff", "Member of staff"
    GOVERNOR = "governor", "Governor"
    VOLUNTEER = "volunteer", "Volunteer"
    PARENT = "parent", "Parent or carer"


class Method(models.TextChoices):
    ONLINE = "online", "Online"
    PAPER = "paper", "On paper"
    MEETING = "meeting", "At a meeting"


class Reply(models.TextChoices):
    """What somebody who was asked has answered: four different states (A3)."""

    NONE = "none", "No reply yet"
    QUESTION = "question", "Asked a question"
    DECLINED = "declined", "Declined"
    SIGNED = "signed", "Signed"


class Occasion(models.TextChoices):
    """Why a round was opened."""

    PUBLISHED = "published", "This version was published"
    CONFIRMATION = "confirmation", "A yearly confirmation"
