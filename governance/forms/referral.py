"""What the referrer shares with governors and whom they choose, and what the governors decide."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance import sharing
from governance.actions.referrals import LONGEST_OPTION, Shares
from governance.models import Referral
from governance.queries import Candidate
from incidents.forms.deciding import day_field
from incidents.models import Case, CaseEntry, Evidence
from school.choosing import Chosen
from school.models import Person

USUAL = "Seek legal advice\nNo legal advice is needed\nWe need to know more first"


class GovernorChoice(Chosen):
    """Governors to tick, each with how they stand to the case."""

    standing: dict[int, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} {self.standing.get(obj.pk, '')}".strip()


class MessageChoice(Chosen):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}: {obj.words}"


class FileChoice(Chosen):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}. {obj.caption or obj.file_name} ({obj.get_file_kind_display()})"


class ReferForm(forms.Form):
    """Only governors without a conflict of interest, and what may be shared, can be ticked."""

    governors = GovernorChoice(
        Person.objects.none(),
        label="Which governors?",
        help_text="Only those you tick can read this. None of them can sit on a later panel on it.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one governor."},
    )
    summary = forms.CharField(
        label="What do they need to know?",
        help_text="In your own words. Leave names out where you can.",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        error_messages={"required": "Write what they need to know."},
    )
    question = forms.CharField(
        label="What do you ask them?",
        help_text="For example: should we seek legal advice?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": "Write what you ask them."},
    )
    options = forms.CharField(
        label="What can they decide?",
        help_text="One decision on each line. Leave it empty if they are to say it in their words.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1_500,
        required=False,
    )
    share_report = forms.BooleanField(
        label="Share what was said",
        help_text="The words of the report. Who told us is not shared.",
        required=False,
    )
    messages = MessageChoice(
        CaseEntry.objects.none(),
        label="Which messages do they read?",
        help_text="Messages between the school and the person who told us.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    evidence = FileChoice(
        Evidence.objects.none(),
        label="Which evidence do they see?",
        help_text="They get the safe copy. Look at each picture first: words in it stay visible.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    expires_on = day_field("Until when can they read it?")

    def __init__(
        self, *args: Any, case: Case, candidates: Iterable[Candidate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        free = {each.person.pk: each for each in candidates if each.verdict}
        governors: Any = self.fields["governors"]
        governors.queryset = Person.objects.filter(pk__in=free).by_name()
        governors.standing = {
            pk: ("(chair) " if each.is_chair else "") + ("" if each.is_free else each.standing)
            for pk, each in free.items()
        }
        day = self.fields["expires_on"]
        day.required = True
        day.help_text = "The last day. After it they see nothing, and you can change it later."
        day.error_messages["required"] = "Give the last day on which they can read it."
        files = [c.piece.evidence.pk for c in sharing.files_that_can_be_shared(case) if c.goes]
        self._offer("messages", sharing.messages_of(case))
        self._offer("evidence", Evidence.objects.filter(pk__in=files))

    def _offer(self, name: str, rows: Any) -> None:
        """Ask for these pieces, or not at all where there are none."""
        if rows.exists():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # stubs: any Field
        else:
            del self.fields[name]

    @property
    def written(self) -> dict[str, Any]:
        """Return what was filled in, as `draft_referral` takes it."""
        cleaned = dict(self.cleaned_data)
        shares = Shares(
            report=cleaned.pop("share_report"),
            messages=tuple(cleaned.pop("messages", ())),
            evidence=tuple(cleaned.pop("evidence", ())),
        )
        return cleaned | {"shares": shares}


def as_drafted(referral: Referral) -> dict[str, Any]:
    """Return what a draft says, as the form begins with it."""
    return {
        "governors": [member.person_id for member in referral.members.all()],
        "summary": referral.summary,
        "question": referral.question,
        "options": referral.options,
        "share_report": referral.share_report,
        "messages": [entry.pk for entry in referral.messages.all()],
        "evidence": [piece.pk for piece in referral.evidence.all()],
        "expires_on": referral.expires_on,
    }


class EndReferralForm(forms.Form):
    words = forms.CharField(
        label="Anything to add for the timeline?",
        help_text="Kept on the case's timeline, for those who handle it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        required=False,
    )


class LastDayForm(forms.Form):
    expires_on = day_field("Until when can they read it?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["expires_on"]
        day.required = True
        day.error_messages["required"] = "Give the last day on which they can read it."


class DecideForm(forms.Form):
    """What the governors decided, why, and who took part besides whoever writes it down."""

    reasons = forms.CharField(
        label="Why?",
        help_text="Whoever handles the case reads this on its timeline.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10_000,
        error_messages={"required": "Say why: whoever handles the case needs your reasons."},
    )

    def __init__(
        self, *args: Any, options: list[tuple[str, str]], others: list[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        missing = {"required": "Say what you decided."}
        if options:
            self.fields["decision"] = forms.ChoiceField(
                label="What did you decide?",
                choices=options,
                widget=forms.RadioSelect,
                error_messages=missing,
            )
        else:
            self.fields["decision"] = forms.CharField(
                label="What did you decide?",
                help_text="In one line.",
                max_length=LONGEST_OPTION,
                error_messages=missing,
            )
        if others:
            self.fields["together_with"] = Chosen(
                Person.objects.filter(pk__in=[person.pk for person in others]).by_name(),
                label="Who decided it with you?",
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.order_fields(["decision", "reasons", "together_with"])
