"""Whether a parent may post a picture with other families' children: what answers add up to (C3).

In words a deputy head could check. For each child in the picture every parent counts whom the
school may ask today: with parental responsibility, under no court restriction. Of each, what they
said last counts. The picture may be posted once every one of them has said yes; a child for whom
nobody may be asked makes a no, and so does silence. A yes of all stands until one who counts says
no, or until nobody is left who said yes for one of the children.
"""

import re
from collections.abc import Collection, Mapping

# Child, and the parents of theirs who count.
Asked = Mapping[int, Collection[int]]
# What each parent said last; whoever has said nothing is not there.
Said = Mapping[int, bool]

CONTACT = re.compile(
    r"@|https?:|www\.|\b[\w-]+\.(com|org|net|uk|co|me|info|app)\b|\d(?:[\s().-]*\d){6}"
)


def everybody_says_yes(asked: Asked, said: Said) -> bool:
    """Return whether each parent of each child has said yes."""
    return bool(asked) and all(
        parents and all(said.get(parent, False) for parent in parents) for parents in asked.values()
    )


def still_stands(asked: Asked, said: Said) -> bool:
    """Return whether a yes of all goes on: nobody's no, and for each child somebody's yes."""
    return bool(asked) and all(
        any(said.get(parent, False) for parent in parents)
        and all(said.get(parent, True) for parent in parents)
        for parents in asked.values()
    )


def holds_contact(words: str) -> bool:
    """Return whether words seem to hold a telephone number, or an address of the post or the web.

    What one family writes and another reads must not carry them (M13).
    """
    return CONTACT.search(words.lower()) is not None
