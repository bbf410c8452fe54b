"""The two questions of signing in, in the portal's words; allauth answers them."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["login"]
        address.label = "Your e-mail address"
        address.help_text = "The one that you gave to the school."
        address.error_messages |= {
            "required": "Write your e-mail address.",
            "invalid": "Write an e-mail address, such as name@example.com.",
        }
        address.widget.attrs.pop("placeholder", None)


class CodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Your code"
        code.help_text = "Small and capital letters are the same; the dash may be left out."
        code.error_messages["required"] = "Write the code from the e-mail."
        code.widget.attrs.pop("placeholder", None)
