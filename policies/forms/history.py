"""What somebody asks to have back from the story of a draft."""

from django import forms


class BringBackForm(forms.Form):
    kind = forms.ChoiceField(choices=[("clause", "A point"), ("section", "A section")])
    row = forms.IntegerField(min_value=1, max_value=2**31 - 1)
