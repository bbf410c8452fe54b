"""For what a picture may be used, and how a parent answered."""

from django.db import models


class Purpose(models.TextChoices):
    """One use of a picture: each is asked about by itself (C1)."""

    WEBSITE = "website", "The school’s website"
    SOCIAL_MEDIA = "social_media", "The school’s social media"
    PRESS = "press", "Newspapers and television"
    DISPLAY = "display", "Displays in school"
    OTHER_FAMILIES = "other_families", "Other families’ pictures"

    @property
    def question(self) -> str:
        """Return what a parent is asked, in one sentence."""
        return QUESTIONS[self]

    @property
    def places(self) -> tuple[str, ...]:
        """Return where to look for pictures that have to come down."""
        return PLACES[self]


QUESTIONS: dict[str, str] = {
    Purpose.WEBSITE: "May a picture with your child in it be on our website and in the newsletter?",
    Purpose.SOCIAL_MEDIA: "May we post a picture with your child in it on the school’s own pages?",
    Purpose.PRESS: "May a newspaper or a television programme show your child at school?",
    Purpose.DISPLAY: "May a picture of your child hang in school or be on a screen there?",
    Purpose.OTHER_FAMILIES: (
        "May another family post a picture of a school event with your child in it?"
    ),
}
PLACES: dict[str, tuple[str, ...]] = {
    Purpose.WEBSITE: ("The pages of our website", "Newsletters that can be downloaded"),
    Purpose.SOCIAL_MEDIA: ("Our own posts", "Posts by others that we shared"),
    Purpose.PRESS: ("The paper’s or programme’s website: ask them", "Cuttings on our own pages"),
    Purpose.DISPLAY: ("Walls and boards", "Screens", "The prospectus and other print"),
    Purpose.OTHER_FAMILIES: ("Families who posted the picture: ask them",),
}


class Method(models.TextChoices):
    """How an answer reached the school."""

    ONLINE = "online", "Online"
    PHONE = "phone", "By telephone"
    PAPER = "paper", "On paper"


class Because(models.TextChoices):
    """Why pictures have to come down. Of whom a permission ended, and why, is never said."""

    PERMISSION = "permission", "A permission for pictures has ended."
    EXPIRED = "expired", "The consent to post them is over."
    WITHDRAWN = "withdrawn", "The consent to post them was withdrawn."
    SERVICE = "service", "The service is approved no more."
