"""What people answer for an expected policy, and how they begin one."""

from typing import Any

from django import forms
from django.http import QueryDict

from policies.models import ExpectedAnswer, Policy

COVERED, NONE, MISSING = "covered", "none", "missing"


class ExpectedForm(forms.Form):
    answer = forms.ChoiceField(
        label="Does the school have it?",
        choices=[
            (COVERED, "Yes: one of our policies covers it"),
            (NONE, "No, and we need none"),
            (MISSING, "No, it is missing"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
    policy = forms.ModelChoiceField(
        label="If one covers it, which?",
        queryset=Policy.objects.all(),
        required=False,
        empty_label="None chosen",
        error_messages={"invalid_choice": "Choose a policy from the list."},
    )
    why_none = forms.CharField(
        label="If we need none, why?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: the local authority keeps it for us.",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        known: ExpectedAnswer | None,
        offered: Policy | None = None,
    ) -> None:
        initial: dict[str, Any] = {}
        if known is not None:
            initial = {
                "answer": COVERED if known.policy_id else NONE,
                "policy": known.policy_id,
                "why_none": known.why_none,
            }
        elif offered is not None:
            initial = {"answer": COVERED, "policy": offered.pk}
        super().__init__(data, initial=initial)
        for name in ("policy", "why_none"):
            self.fields[name].depends = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == COVERED and not given.get("policy") and "policy" in given:
            self.add_error("policy", "Choose the policy that covers it.")
        if given.get("answer") == NONE and not given.get("why_none"):
            self.add_error("why_none", "Say why the school needs none.")
        return given


class BeginForm(forms.Form):
    title = forms.CharField(
        label="What is the policy called?",
        max_length=200,
        error_messages={
            "required": "Give the policy a title, such as “Online safety policy”.",
            "max_length": "A title has at most 200 letters.",
        },
    )
    text = forms.CharField(
        label="Its text",
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 10, "data-paste": "document"}),
        help_text=(
            "Write or paste it, from Word or in Markdown, and see what was understood before "
            "anything is kept. Or leave it empty, and write section by section."
        ),
    )
