"""The words in which reports and cases are recorded."""

from django.db import models


class Kind(models.TextChoices):
    """What a report is about, in the reporter's words."""

    BREACH = "breach", "Somebody may not have kept to the social media policy"
    CYBERBULLYING = "cyberbullying", "Bullying online"
    IMAGE = "image", "A picture or video posted without permission"
    COMMENT = "comment", "A comment online about somebody in our school"
    PUPIL_ACCESS = "pupil_access", "A child using social media at school"
    UNAPPROVED_SERVICE = "unapproved_service", "An app or website used that has not been approved"
    CONCERN = "concern", "A question, worry or complaint"


class SubjectKind(models.TextChoices):
    """Whom a report is about. The first three say who must not receive it."""

    HEADTEACHER = "headteacher", "The Headteacher"
    CHAIR = "chair", "The chair of governors"
    GOVERNOR = "governor", "A governor"
    STAFF = "staff", "A member of staff"
    VOLUNTEER = "volunteer", "A volunteer"
    PARENT_FAMILY = "parent_family", "A parent, carer or family member"
    PUPIL = "pupil", "A child at our school"
    UNKNOWN = "unknown", "Somebody else, or I do not know"


class State(models.TextChoices):
    """Where a case stands (I6); the moves between states are in `lifecycle.py`."""

    RECEIVED = "received", "Received"
    TRIAGED = "triaged", "Looked at"
    INVESTIGATING = "investigating", "Being looked into"
    WITH_GOVERNORS = "with_governors", "With governors"
    CLOSED = "closed", "Closed"


class Part(models.TextChoices):
    """What somebody is in one case, and in that case only (I5)."""

    TARGET = "target", "Was harmed"
    ALLEGED = "alleged", "Is said to have done it"
    WITNESS = "witness", "Saw or heard it"
    REPORTER = "reporter", "Told us"


class EntryKind(models.TextChoices):
    STEP = "step", "Step"
    NOTE = "note", "Note"
    MESSAGE = "message", "Message"


class Visibility(models.TextChoices):
    """Who reads an entry of a case's timeline (I12)."""

    REPORTER = "reporter", "The reporter and the case team"
    TEAM = "team", "The case team"
    OWN = "own", "Only whoever wrote it"
