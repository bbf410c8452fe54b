"""What people fill in about a policy as a whole."""

from django import forms

from policies.models import Policy
from school.models import Person, Role


class OwnershipForm(forms.Form):
    owner = forms.ModelChoiceField(
        label="Who answers for this policy?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody in particular: the Headteacher and the clerk",
        help_text=(
            "They are told two months, one month and a week before each review, and may read "
            "the policy's drafts."
        ),
        error_messages={"invalid_choice": "Choose somebody from the list."},
    )
    review_months = forms.IntegerField(
        label="How many months lie between two reviews?",
        min_value=1,
        max_value=120,
        error_messages={
            "required": "Give a number of months, such as 12.",
            "invalid": "Give a number of months, such as 12.",
            "min_value": "Give at least one month.",
            "max_value": "Give at most 120 months, which is ten years.",
        },
    )

    def __init__(self, *args: object, policy: Policy, **kwargs: object) -> None:
        known = {"owner": policy.owner_id, "review_months": policy.review_months}
        super().__init__(*args, initial=known, **kwargs)  # type: ignore[arg-type,misc]
        owners = self.fields["owner"]
        owners.queryset = Person.objects.holding(*Role).order_by("full_name", "pk")  # type: ignore[attr-defined]
