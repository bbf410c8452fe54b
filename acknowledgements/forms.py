from django import forms


class SignForm(forms.Form):
    """What a signer fills in, after the text: that they reached its end, and their name."""

    read = forms.BooleanField(
        label="I have read it to the end",
        error_messages={"required": "Tick the box once you have read to the end."},
    )
    typed_name = forms.CharField(
        label="Your full name",
        max_length=120,
        min_length=2,
        help_text="First name and last name. Typing it is your signature.",
        error_messages={
            "required": "Type your full name.",
            "min_length": "Type your full name, first and last.",
            "max_length": "That name is too long: use 120 letters at the most.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
