"""What parents answered about pictures of their children, and what has to come down again."""

from consents.models.answers import Asking, AskingQuerySet, ImageAnswer, ImageAnswerQuerySet
from consents.models.take_downs import TakeDown, TakeDownQuerySet
from consents.models.vocabulary import Method, Purpose

__all__ = [
    "Asking",
    "AskingQuerySet",
    "ImageAnswer",
    "ImageAnswerQuerySet",
    "Method",
    "Purpose",
    "TakeDown",
    "TakeDownQuerySet",
]
