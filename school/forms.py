"""What the office and the Headteacher fill in: shape, labels and hints, no rules."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from school.actions import NewParent
from school.colour import WHITE, Colour
from school.models import Child, Parenthood, Person, Role, School, SchoolClass, Service

JOINS_IS_MISSING = {"required": "Choose the day on which the child joins."}
NAME_IS_MISSING = {"required": "Write the full name."}
NO_EMAIL = "Leave it blank if there is none: the office then passes things on by hand."


class Day(forms.DateField):
    """A date, chosen from the browser's own calendar where it has one."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": "Choose a day.",
        "invalid": "Write a date such as 01/09/2026.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class SearchForm(forms.Form):
    words = forms.CharField(label="Find", required=False, max_length=120)


def role_choices(given: frozenset[Role]) -> list[tuple[str, str]]:
    return [(role.value, role.label) for role in Role if role in given]


class RoleForm(forms.Form):
    """A role and its days; the choice holds only what this person may give."""

    role = forms.ChoiceField(label="Role")
    starts_on = Day(label="From", initial=timezone.localdate)
    ends_on = Day(label="Until", required=False, help_text="Leave it blank if it goes on.")

    def __init__(self, *args: Any, given: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(given)  # type: ignore[attr-defined]  # stubs: any Field


class AddPersonForm(forms.Form):
    full_name = forms.CharField(label="Full name", max_length=120, error_messages=NAME_IS_MISSING)
    email = forms.EmailField(label="E-mail address", required=False, help_text=NO_EMAIL)
    role = forms.ChoiceField(label="Role")
    starts_on = Day(label="From", initial=timezone.localdate)

    def __init__(self, *args: Any, given: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(given)  # type: ignore[attr-defined]  # stubs: any Field


class PersonForm(forms.Form):
    full_name = forms.CharField(label="Full name", max_length=120, error_messages=NAME_IS_MISSING)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="They sign in with it. The old address stops working at once.",
    )

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "PersonForm":
        return cls(data, initial={"full_name": person.full_name, "email": person.email})


class LeaveForm(forms.Form):
    """From when to when somebody is away. Why is not asked."""

    starts_on = Day(
        label="First day away",
        error_messages={"required": "Choose the first day away."},
    )
    ends_on = Day(
        label="Last day away",
        required=False,
        help_text="Leave it blank if nobody knows yet.",
    )


class EndLeaveForm(forms.Form):
    ends_on = Day(
        label="Last day away",
        initial=timezone.localdate,
        help_text="From the day after they are back, with the full time to sign what waits.",
        error_messages={"required": "Choose the last day away."},
    )


class RemoveLeaveForm(forms.Form):
    """What was wrong with leave that is taken away."""

    reason = forms.CharField(
        label="What was wrong with it",
        max_length=300,
        help_text="Such as: the wrong person. Why somebody is away is never written here.",
        error_messages={
            "required": "Write what was wrong with it: it is kept on record.",
            "max_length": "That is long: use 300 letters at the most.",
        },
    )


class LeftForm(forms.Form):
    """Why somebody's access ends."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="A few words, such as: has moved to another school. They are kept on record.",
        error_messages={
            "required": "Write why: it is kept on record.",
            "max_length": "That is long: use 300 letters at the most.",
        },
    )


class EndRoleForm(forms.Form):
    ends_on = Day(
        label="Last day",
        initial=timezone.localdate,
        help_text="From the day after, nothing is asked of them in this role.",
    )


class EndOwnHeadshipForm(EndRoleForm):
    sure = forms.BooleanField(
        label="I understand that after this day I am no longer the Headteacher here",
        error_messages={"required": "Tick this if you mean to end your own headship."},
    )


class ChildForm(forms.Form):
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.all(), label="Class", required=False, empty_label="Not known yet"
    )
    admitted_on = Day(label="Joins on", error_messages=JOINS_IS_MISSING)
    left_on = Day(
        label="Last day",
        required=False,
        help_text="Leave it blank while the child is with us. Parents are not asked after it.",
    )

    @classmethod
    def of(cls, child: Child, data: Any = None) -> "ChildForm":
        held = {name: getattr(child, name) for name in cls.base_fields}
        return cls(data, initial=held)


class NewChildForm(forms.Form):
    full_name = forms.CharField(
        label="Child's full name",
        max_length=120,
        error_messages={"required": "Write the child's full name."},
    )
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.all(),
        label="Class",
        required=False,
        empty_label="Not known yet",
    )
    admitted_on = Day(
        label="Joins on",
        help_text="Parents are asked from this day on, and not before.",
        error_messages=JOINS_IS_MISSING,
    )


class ParentForm(forms.Form):
    """One parent or carer of a child; left blank, nobody."""

    full_name = forms.CharField(label="Full name", max_length=120, error_messages=NAME_IS_MISSING)
    email = forms.EmailField(label="E-mail address", required=False, help_text=NO_EMAIL)
    relationship = forms.CharField(
        label="Relationship", required=False, max_length=40, help_text="For example: mother."
    )
    has_responsibility = forms.BooleanField(
        label="Has parental responsibility", required=False, initial=True
    )
    is_restricted = forms.BooleanField(
        label="Is under a court restriction",
        required=False,
        help_text="Somebody under a restriction is not asked anything about the child.",
    )

    def parent(self) -> NewParent:
        return NewParent(**self.cleaned_data)


ParentFormSet = forms.formset_factory(
    ParentForm, extra=2, max_num=4, validate_max=True, absolute_max=8
)


class TieForm(forms.Form):
    """What ties one parent to one child."""

    relationship = forms.CharField(label="Relationship", required=False, max_length=40)
    has_responsibility = forms.BooleanField(
        label="Has parental responsibility",
        required=False,
        help_text="Only parents with responsibility are asked to sign.",
    )
    is_restricted = forms.BooleanField(
        label="Is under a court restriction",
        required=False,
        help_text="Somebody under a restriction is not asked anything about the child.",
    )

    @classmethod
    def of(cls, tie: Parenthood, data: Any = None) -> "TieForm":
        held = {name: getattr(tie, name) for name in cls.base_fields}
        return cls(data, initial=held)


class PeopleFileForm(forms.Form):
    file = forms.FileField(
        label="The list",
        help_text="A CSV file, 2 MB at the most. You see what it would change before it does.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class TermForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="For example: Autumn 1 2026.",
        error_messages={"required": "Write the name of the term."},
    )
    starts_on = Day(label="First day", error_messages={"required": "Choose its first day."})
    ends_on = Day(label="Last day", error_messages={"required": "Choose its last day."})


class ClosureForm(forms.Form):
    day = Day(label="Day")
    reason = forms.CharField(
        label="Why",
        max_length=120,
        help_text="For example: training day. Bank holidays are known.",
        error_messages={"required": "Write why the school is closed."},
    )


class ServiceForm(forms.ModelForm):
    """An app or website, and how old its own terms say one must be."""

    minimum_age = forms.IntegerField(
        label="Minimum age",
        required=False,
        min_value=0,
        max_value=25,
        help_text="In its own terms, for somebody in the UK. Leave it blank if you do not know.",
        error_messages={
            "invalid": "Write the age in figures, such as 13.",
            "min_value": "Write an age from 0 to 25.",
            "max_value": "Write an age from 0 to 25.",
        },
    )

    class Meta:
        model = Service
        fields = ["name", "kind", "minimum_age", "note"]
        labels = {"kind": "What it is", "note": "What else families should know"}
        help_texts = {
            "name": "As people call it.",
            "kind": "For example: messaging, video sharing, game.",
            "note": "A few words, such as: younger children only through a children's account.",
        }
        error_messages = {
            "name": {
                "required": "Write what it is called.",
                "unique": "This one is on the list already.",
            },
        }


class SchoolForm(forms.ModelForm):
    """The school's details. Colours must be readable: they are buttons and headings."""

    is_hex = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Write it as # and six digits, such as #1e4078.")
    colour = forms.CharField(
        label="Main colour",
        validators=[is_hex],
        help_text="Six digits after #, such as #1e4078. Dark enough to read on white.",
    )
    accent = forms.CharField(
        label="Accent colour",
        validators=[is_hex],
        help_text="For lines and marks, never for words. Such as #b9791a.",
    )

    website = forms.URLField(
        label="The school's website",
        required=False,
        assume_scheme="https",
        help_text="Such as https://www.stmarys.example. Only it may show our policies in a frame.",
        error_messages={"invalid": "Give the website's address, such as https://www.name.example."},
    )

    class Meta:
        model = School
        fields = [
            "name",
            "motto",
            "colour",
            "accent",
            "office_phone",
            "office_email",
            "website",
            "safeguarding_phone",
            "lado_contact",
            "link_days",
        ]
        labels = {
            "office_phone": "Office telephone",
            "office_email": "Office e-mail",
            "safeguarding_phone": "How to reach the safeguarding lead",
        }
        help_texts = {
            "safeguarding_phone": "Shown to anybody who says that a child may be in danger.",
            "lado_contact": "The local authority designated officer: name and telephone.",
            "link_days": "A parent can come back by the same link until then.",
        }

    def clean_colour(self) -> str:
        return self._readable(
            "colour", 4.5, "Choose a darker colour: words in it must be readable."
        )

    def clean_accent(self) -> str:
        return self._readable("accent", 3, "Choose a darker accent: it must be seen on white.")

    def _readable(self, name: str, least: float, problem: str) -> str:
        colour: str = self.cleaned_data[name].lower()
        if Colour.parse(colour).contrast(WHITE) < least:
            raise forms.ValidationError(problem)
        return colour
