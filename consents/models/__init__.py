"""What parents answered about pictures of their children, and what has to come down again."""

from consents.models.answers import Asking, AskingQuerySet, ImageAnswer, ImageAnswerQuerySet
from consents.models.held import HeldPicture
from consents.models.photos import (
    Outcome,
    Photo,
    PhotoQuerySet,
    PhotoRequest,
    PhotoRequestQuerySet,
    PhotoStep,
)
from consents.models.shared import (
    NeverAsk,
    SharedAnswer,
    SharedPicture,
    SharedPictureQuerySet,
    SharedQuestion,
    SharedQuestionQuerySet,
    SharedStep,
)
from consents.models.take_downs import TakeDown, TakeDownQuerySet
from consents.models.vocabulary import Because, Method, Purpose

__all__ = [
    "Asking",
    "AskingQuerySet",
    "Because",
    "HeldPicture",
    "ImageAnswer",
    "ImageAnswerQuerySet",
    "Method",
    "NeverAsk",
    "Outcome",
    "Photo",
    "PhotoQuerySet",
    "PhotoRequest",
    "PhotoRequestQuerySet",
    "PhotoStep",
    "Purpose",
    "SharedAnswer",
    "SharedPicture",
    "SharedPictureQuerySet",
    "SharedQuestion",
    "SharedQuestionQuerySet",
    "SharedStep",
    "TakeDown",
    "TakeDownQuerySet",
]
