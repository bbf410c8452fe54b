"""Every text that the portal keeps of a case, to take words out of them for good (I16).

Not by a list that somebody forgets to lengthen: each table that points at a case or at its evidence
is searched, of this room and of those above, every column of free words in it, and what its history
keeps of them. Left alone is what cannot hold anybody's words: codes, references, hashes, and the
text of policies.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q

from incidents.casefile.hiding import REMOVED, Hider
from incidents.models import Case, CaseEntry, CaseLink, Evidence, Visibility

NOBODYS_WORDS = {
    ("case", "reference"),
    ("case", "routing_rule"),
    ("case", "outcome"),
    ("report", "code_hash"),
    ("report", "reporter_email"),
    ("procedurestep", "number"),
    ("procedurestep", "text"),
    # What somebody hid stays hidden, also where it says a word that another mask removed.
    ("mask", "words"),
    ("bundle", "sha256"),
    ("bundle", "fault"),
    # The name of a file stays as it came, sealed with it; it stays hidden instead.
    ("evidence", "file_name"),
    ("evidence", "sha256"),
}


# Whoever removes words may not know of these: they lose them too, and no number tells so (I4, I12).
UNTOLD: dict[type[models.Model], Q] = {
    CaseEntry: Q(visibility=Visibility.OWN),
    CaseLink: Q(pk__isnull=False),
}


def remove_everywhere(case: Case, hider: Hider) -> int:
    """Take words out of all that is kept of a case; return in how many places they stood.

    Called inside a transaction that holds the case. What only history says is not counted, nor is
    what whoever removes them may not know of.
    """
    places = 0
    for model, way in tables():
        rows, names = model._base_manager.filter(**{way: case.pk}), columns_of(model)
        untold = UNTOLD.get(model, Q(pk__in=[]))
        rewrite(rows.filter(untold), names, hider)
        places += rewrite(rows.exclude(untold), names, hider)
    return places


def tables() -> Iterator[tuple[type[models.Model], str]]:
    """Return each table that keeps something of a case, and the way from it to the case."""
    yield Case, "pk"
    for model, name in _pointing_at(Case):
        yield model, name
    for model, name in _pointing_at(Evidence):
        yield model, f"{name}__case"


def _pointing_at(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Return each table with a foreign key to this one, also where no name leads back from it.

    Not its history: that is searched with the table itself.
    """
    for relation in target._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            model = relation.related_model
            if not hasattr(model, "instance_type"):
                yield model, relation.field.name


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the columns of a table that can hold somebody's words."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and (model._meta.model_name, field.name) not in NOBODYS_WORDS
    ]


def rewrite(rows: models.QuerySet[Any], names: list[str], hider: Hider) -> int:
    """Take words out of these columns, and out of what history keeps of them."""
    if (history := getattr(rows.model, "history", None)) is not None:
        key = rows.model._meta.pk.name
        kept = history.model._base_manager.filter(**{f"{key}__in": rows.values("pk")})
        _rewrite(kept, names, hider)
    return _rewrite(rows, names, hider)


def _rewrite(rows: models.QuerySet[Any], names: list[str], hider: Hider) -> int:
    if not names:
        return 0
    places = 0
    for row in list(rows.select_for_update(of=("self",)).only("pk", *names)):
        changed = {}
        for name in names:
            written = getattr(row, name)
            if found := hider.count(written):
                places += found
                most = row._meta.get_field(name).max_length
                changed[name] = hider.hide(written, REMOVED)[:most]
        if changed:
            rows.model._base_manager.filter(pk=row.pk).update(**changed)
    return places
