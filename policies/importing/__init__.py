"""A policy document read into its title, dates, sections and clauses.

Nothing in the document is lost in silence: each word comes back in a heading, a clause, the
sign-off wording, or among what was left out or needs a person's eye. Pure: no database, no
settings, no clock.
"""

from .document import import_lines
from .errors import UnreadableDocument
from .model import ImportedClause, ImportedPolicy, ImportedSection, Passage
from .reading import MAX_BYTES, read_lines

__all__ = [
    "MAX_BYTES",
    "ImportedClause",
    "ImportedPolicy",
    "ImportedSection",
    "Passage",
    "UnreadableDocument",
    "read_document",
]


def read_document(data: bytes, *, name: str) -> ImportedPolicy:
    """The policy in this file; UnreadableDocument, with a sentence for a person, if there is none.

    `data` is the file as it was uploaded, `name` its name with the extension.
    """
    return import_lines(read_lines(data, name=name), name=name)
