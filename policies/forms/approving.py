"""What is filled in about all that a meeting approved."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from policies.actions.approving import NO_COMMITTEE, NO_MINUTE, Decision
from policies.awaiting import Awaiting, reading_of
from policies.forms.working import DayInput, DayOfApproval
from policies.models import ApproverLevel


class MeetingForm(forms.Form):
    """One day and one minute for all; a tick, and what is its own, for each policy."""

    approved_on = DayOfApproval(
        label="Day of the meeting",
        error_messages={
            "required": "Give the day of the meeting.",
            "invalid": "Give a day, such as 24 November 2026.",
        },
    )
    committee = forms.CharField(
        label="Committee",
        max_length=100,
        help_text="The committee that approved them, such as Standards.",
        error_messages={"required": NO_COMMITTEE},
    )
    minute = forms.CharField(
        label="Minute",
        max_length=60,
        required=False,
        help_text="Where the minutes record it, such as 2026/14. It holds for each policy that has "
        "none of its own.",
        error_messages={"required": NO_MINUTE},
    )

    def __init__(
        self, data: QueryDict | None, *, level: ApproverLevel, rows: Sequence[Awaiting]
    ) -> None:
        super().__init__(data)
        self.rows = rows
        self.fields["minute"].required = level == ApproverLevel.GOVERNING_BODY
        if level != ApproverLevel.COMMITTEE:
            del self.fields["committee"]
        for row in rows:
            if row.may_approve:
                self._add(row)

    def _add(self, row: Awaiting) -> None:
        version, title = row.version, row.version.title
        self.fields[f"approved-{version.pk}"] = forms.BooleanField(
            label=f"Approved: {title}", required=False
        )
        self.fields[f"reading-{version.pk}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=reading_of(version)
        )
        self.fields[f"minute-{version.pk}"] = forms.CharField(
            label=f"Its own minute: {title}", max_length=60, required=False
        )
        self.fields[f"review-{version.pk}"] = forms.DateField(
            label=f"Next review: {title}",
            required=False,
            widget=DayInput,
            help_text=f"Empty, it is {version.policy.review_months} months after the meeting.",
            error_messages={"invalid": "Give a day, such as 24 November 2027, or leave it empty."},
        )

    def lines(self) -> list[dict[str, Any]]:
        """Return each policy with its fields, or with why it cannot be approved."""
        return [{"row": row} | self._fields_of(row) for row in self.rows]

    def _fields_of(self, row: Awaiting) -> dict[str, Any]:
        if not row.may_approve:
            return {}
        names = ("approved", "reading", "minute", "review")
        bound = {name: self[f"{name}-{row.version.pk}"] for name in names}
        own = (bound["minute"], bound["review"])
        return bound | {"is_open": any(field.errors or field.value() for field in own)}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        day = said.get("approved_on")
        for row in self._ticked(said):
            review = said.get(f"review-{row.version.pk}")
            if day and review and review <= day:
                self.add_error(f"review-{row.version.pk}", "It has to come after the meeting.")
        return said

    def _ticked(self, said: dict[str, Any]) -> list[Awaiting]:
        return [row for row in self.rows if said.get(f"approved-{row.version.pk}")]

    def decisions(self) -> list[Decision]:
        """Return what was ticked, each with what is its own."""
        said = self.cleaned_data
        return [
            Decision(
                version=row.version,
                reading=said[f"reading-{row.version.pk}"],
                minute=said[f"minute-{row.version.pk}"],
                next_review_on=said[f"review-{row.version.pk}"],
            )
            for row in self._ticked(said)
        ]

    def of_meeting(self) -> dict[str, Any]:
        """Return what holds for all."""
        said = self.cleaned_data
        return {
            "approved_on": said["approved_on"],
            "minute": said["minute"],
            "committee": said.get("committee", ""),
        }
