"""Whether a service was plainly approved for something other than posting pictures (C2, C4)."""

import pytest

from consents.posting import is_plainly_for_something_else

pytestmark = pytest.mark.rule("C4")


@pytest.mark.parametrize(
    ("purpose", "is_something_else"),
    [
        ("Reading practice at home", True),
        ("Times tables", True),
        ("Payments for dinners", True),
        ("Pictures of events, for families", False),
        ("Photographs of the harvest festival", False),
        ("The school's PAGE on social media", False),
        ("News for parents", False),
        ("Posts about what a class did", False),
        ("Sharing reading practice with families", True),
        ("Kept at the outpost", True),
    ],
)
def test_only_what_speaks_of_nothing_like_it_is_pointed_out(purpose, is_something_else):
    assert is_plainly_for_something_else(purpose) is is_something_else
