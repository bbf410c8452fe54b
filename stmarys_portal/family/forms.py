"""What a parent types to have an account, and what the office narrows the joiners down by."""

from django import forms

from school.models import SchoolClass


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="One that only you read. We send a code to it.",
        error_messages={
            "required": "Write your e-mail address.",
            "invalid": "Write an e-mail address, such as name@example.com.",
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class AddressCodeForm(forms.Form):
    code = forms.CharField(
        label="Your code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        help_text="Small and capital letters are the same; the dash may be left out.",
        error_messages={"required": "Write the code from the e-mail."},
    )


class JoiningForm(forms.Form):
    school_class = forms.ModelChoiceField(
        SchoolClass.objects.all(), label="Class", required=False, empty_label="Every class"
    )
