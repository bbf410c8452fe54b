"""Who at the school has a name like one that somebody wrote: an offer, never an answer (I4).

In words a deputy head could check. Offered are, most alike first and ten at the most: whoever has
that very name; whoever has that family name; whoever holds the post that was written ("the head");
whoever has that first name; whoever's name is spelled almost like it. Adults whom the school knows,
parents and carers among them, and children on the roll. Nothing follows from being offered: a
handler of the case says who was meant, or that nobody here was.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet

from incidents import naming
from incidents.models import Case, CaseParty, NameMatch
from school.models import Child, Parenthood, Person, Role, RoleAssignment

MOST = 10
LOOKED_AT = 200
ALIKE = 0.8
BEGINNING = 3
NO_NAMES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "dr", "rev", "sir", "lady", "teacher", "year", "class"),
        *("mum", "mother", "dad", "father", "parent", "husband", "wife", "son", "daughter"),
        *("child", "man", "woman", "some", "somebody", "someone", "is", "in", "at", "of", "or"),
        *("a", "an", "and", "the", "this", "from", "her", "his", "their", "our", "they", "s"),
    }
)


@dataclass(frozen=True)
class Offer:
    """Somebody who may be meant: what they are to the school, and what is alike."""

    who: Person | Child
    is_here_as: str
    because: str

    @property
    def key(self) -> str:
        """Return how a form names them."""
        return f"{'child' if isinstance(self.who, Child) else 'adult'}-{self.who.pk}"

    def __str__(self) -> str:
        return f"{self.who.full_name} ({self.is_here_as})"


def open_names(case: Case) -> list[str]:
    """Return the names that were written in this case and that nobody has settled."""
    settled = set(NameMatch.objects.filter(case=case).values_list("written", flat=True))
    by_handlers = CaseParty.objects.filter(case=case, person=None, child=None).exclude(name="")
    written = [case.report.subject_name, *by_handlers.values_list("name", flat=True)]
    return [name for name in dict.fromkeys(written) if name.strip() and name not in settled]


def offered_in(case: Case) -> tuple[str, list[Offer]]:
    """Return the first name of a case for which there is somebody to offer, and whom; or nothing.

    A name is not asked about where a handler has named somebody like it already.
    """
    names = open_names(case)
    if not names:
        return "", []
    sure = CaseParty.objects.filter(case=case, confirmed_at__isnull=False)
    named = set(sure.values_list("person_id", "child_id"))
    for name in names:
        offers = offers_for(name)
        keys = {(o.who.pk, None) if isinstance(o.who, Person) else (None, o.who.pk) for o in offers}
        if offers and not keys & named:
            return name, offers
    return "", []


def offers_for(written: str) -> list[Offer]:
    """Return whom these words might name, most alike first."""
    said = [word for word in naming.words_of(written) if word not in NO_NAMES]
    in_post = {person.pk: person for person in naming.who_may_be_meant(written)}
    adults = {p.pk: p for p in _beginning_like(Person.objects.filter(is_active=True), said)}
    children = _beginning_like(Child.objects.on_roll(), said)
    ranked = [
        (_likeness(p.full_name, said, p.pk in in_post), p) for p in (in_post | adults).values()
    ]
    ranked += [(_likeness(child.full_name, said, False), child) for child in children]
    alike = sorted(
        ((found, who) for found, who in ranked if found is not None),
        key=lambda pair: (pair[0], pair[1].full_name, pair[1].pk),
    )[:MOST]
    what = _what_they_are([who for _, who in alike])
    return [Offer(who, what[type(who), who.pk], because) for (_, because), who in alike]


def _beginning_like(everybody: QuerySet, said: Iterable[str]) -> QuerySet:
    """Return those to look at closer: a part of whose name begins like a word."""
    like = Q()
    for word in said:
        if len(word) >= BEGINNING:
            start = word[:BEGINNING]
            like |= Q(full_name__istartswith=start) | Q(full_name__icontains=f" {start}")
            like |= Q(full_name__icontains=f"-{start}")
    if not like:
        return everybody.none()
    return everybody.filter(like).order_by("full_name", "pk")[:LOOKED_AT]


def _likeness(full_name: str, said: list[str], is_in_post: bool) -> tuple[int, str] | None:
    parts = naming.words_in_order(full_name)
    if not parts:
        return None
    surname = naming.words_of(re.split(r"\s+", full_name.strip())[-1])
    if set(parts) <= set(said):
        return 0, "the same name"
    if surname & set(said):
        return 1, "the same family name"
    if is_in_post:
        return 2, "holds that post"
    if parts[0] in said:
        return 3, "the same first name"
    if any(_are_alike(word, part) for word in said for part in parts):
        return 4, "a name spelled much like it"
    return None


def _are_alike(word: str, part: str) -> bool:
    return len(word) > BEGINNING and SequenceMatcher(None, word, part).ratio() >= ALIKE


def _what_they_are(people: list[Person | Child]) -> dict[tuple[type, int], str]:
    """Return what each is to the school, so that two of one name can be told apart."""
    adults = [who.pk for who in people if isinstance(who, Person)]
    said: dict[tuple[type, int], list[str]] = defaultdict(list)
    held = RoleAssignment.objects.in_force().filter(person__in=adults).order_by("role")
    for person, role in held.values_list("person_id", "role"):
        said[Person, person].append(Role(role).label.lower())
    families = Parenthood.objects.filter(person__in=adults, child__in=Child.objects.on_roll())
    for person, group in families.order_by("child__school_class__name").values_list(
        "person_id", "child__school_class__name"
    ):
        words = f"parent or carer, {group}" if group else "parent or carer"
        if words not in said[Person, person]:
            said[Person, person].append(words)
    children = [who.pk for who in people if isinstance(who, Child)]
    for child, group in Child.objects.filter(pk__in=children).values_list(
        "pk", "school_class__name"
    ):
        said[Child, child].append(f"a child in {group}" if group else "a child")
    return {
        (type(who), who.pk): ", ".join(said[type(who), who.pk]) or "known to the school"
        for who in people
    }
