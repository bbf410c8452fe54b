"""Whether somebody of a handler's own family may be in a case, to tell them at once (I4).

It is told, never decided: the portal knows of kin only what the list of children says. A person's
own child, once named as harmed or said to have done it, keeps the case from them by itself.
"""

from collections.abc import Iterable

from incidents.likeness import Offer
from incidents.models import CaseParty
from school.models import Child, Parenthood, Person


def may_be_in_it(person: Person, parties: Iterable[CaseParty], offers: Iterable[Offer]) -> bool:
    """Tell whether a child of this person, or another parent of one, is in a case or may be meant.

    In two queries, however many are in it.
    """
    mine = set(Parenthood.objects.filter(person=person).values_list("child_id", flat=True))
    ties = Parenthood.objects.filter(child__in=mine).exclude(person=person)
    kin = set(ties.values_list("person_id", flat=True))
    offered = [offer.who for offer in offers]
    children = {party.child_id for party in parties}
    adults = {party.person_id for party in parties}
    children |= {who.pk for who in offered if isinstance(who, Child)}
    adults |= {who.pk for who in offered if isinstance(who, Person)}
    return bool(mine & children or kin & adults)
