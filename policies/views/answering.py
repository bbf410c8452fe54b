"""How a rule of this room becomes the answer of a form."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from school.access import NotAllowed
from school.errors import DomainError


@contextmanager
def answering(form: forms.Form) -> Iterator[None]:
    """Make a rule that stands in the way the form's own error; a missing right stays a 403."""
    try:
        yield
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(None, str(error))
