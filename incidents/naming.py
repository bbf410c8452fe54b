"""Who might be meant by a name in a report (I4).

Wide on purpose: a report about "Mrs Hart" goes round every Hart who has a role at the school, and
one about "the head" goes round the Headteacher. Fewer people see it than might have; whoever gets
it can say who was really meant. A teacher or volunteer counts like the rest: they may take on a
role that handles cases later, and must not find themselves in an old one.
"""

import re
import unicodedata
from collections.abc import Iterable

from school.models import Person, Role, RoleAssignment

CALLED: dict[str, tuple[Role, ...]] = {
    "head": (Role.HEADTEACHER,),
    "headteacher": (Role.HEADTEACHER,),
    "headmistress": (Role.HEADTEACHER,),
    "headmaster": (Role.HEADTEACHER,),
    "principal": (Role.HEADTEACHER,),
    "deputy": (Role.DEPUTY,),
    "chair": (Role.CHAIR,),
    "chairman": (Role.CHAIR,),
    "chairwoman": (Role.CHAIR,),
    "chairperson": (Role.CHAIR,),
    "clerk": (Role.CLERK,),
    "dsl": (Role.DSL,),
    "safeguarding": (Role.DSL,),
}


def who_may_be_meant(written: str) -> list[Person]:
    """Return everybody holding a role, now or soon, whom these words might name."""
    said = words_of(written)
    if not said:
        return []
    titled = {role for word in said for role in CALLED.get(word, ())}
    held = (
        RoleAssignment.objects.not_over()
        .filter(person__is_active=True)
        .select_related("person")
        .order_by("person__full_name", "person_id")
    )
    meant = {a.person for a in held if a.role in titled or _is_named(a.person.full_name, said)}
    return sorted(meant, key=lambda person: (person.full_name, person.pk))


NOT_NAMES = frozenset(
    {"Mrs", "Miss", "Mum", "Dad", "The", "Somebody", "Someone", "Somebody's", "Another", "Not"}
)


def names_said(words: str, names: Iterable[str]) -> str:
    """Return the first part of one of these names that the words say, or nothing.

    Only parts that begin with a capital, as names are written: "hope" names no Mrs Hope.
    """
    said = set(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", words))
    said |= {re.sub(r"['’]s?$", "", word) for word in said}
    parts = (part for name in names for part in re.split(r"[\s,.]+", name))
    telling = (part for part in parts if len(part) > 2 and part[0].isupper())
    return next((part for part in telling if part in said and part not in NOT_NAMES), "")


def _is_named(full_name: str, said: frozenset[str]) -> bool:
    """Tell whether any part of the surname was said."""
    return not said.isdisjoint(words_of(full_name.rsplit(maxsplit=1)[-1]))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared: small, without accents or possessive s."""
    return frozenset(words_in_order(text))


def words_in_order(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    without_accents = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", without_accents)
    return [re.sub(r"['’]s$", "", word).replace("’", "'") for word in found]
