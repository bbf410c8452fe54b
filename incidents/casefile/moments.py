"""Days and moments as a case file writes them, in school time; nothing where there is none."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def on(day: date | None) -> str:
    return date_format(day) if day else ""


def at(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""
