"""How a slip is entered in tests."""

from acknowledgements import actions
from tests.days import today


def entered(asked, by, **kwargs):
    given = {"typed_name": "N. Noemail", "dated_on": today()}
    return actions.record_signed_slip(request=asked, by=by, **given | kwargs)


def filled(**kwargs):
    said = {"ticked": "signed", "dated_on": today().isoformat(), "typed_name": "Ned Noemail"}
    return said | kwargs
