"""Rounds of sign-off, who is asked in them, what they answer, and the sign-offs themselves."""

from acknowledgements.models.reminding import (
    AgeReminder,
    AgeReminderQuerySet,
    AgeReminderSent,
    Reminder,
    ReminderRun,
    SignOffSettings,
)
from acknowledgements.models.replies import Question, QuestionQuerySet, Refusal
from acknowledgements.models.rounds import Request, RequestQuerySet, Round, RoundQuerySet
from acknowledgements.models.signing import Acknowledgement, Meeting, Reading, Scan
from acknowledgements.models.slips import Slip
from acknowledgements.models.vocabulary import Capacity, Method, Occasion, Reply

__all__ = [
    "Acknowledgement",
    "AgeReminder",
    "AgeReminderQuerySet",
    "AgeReminderSent",
    "Capacity",
    "Meeting",
    "Method",
    "Occasion",
    "Question",
    "QuestionQuerySet",
    "Reading",
    "Refusal",
    "Reminder",
    "ReminderRun",
    "Reply",
    "Request",
    "RequestQuerySet",
    "Round",
    "RoundQuerySet",
    "Scan",
    "SignOffSettings",
    "Slip",
]
