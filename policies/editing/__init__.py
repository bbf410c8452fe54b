"""The text of a draft as somebody writes it, and how it is numbered. Knows no framework."""

from policies.editing.draft import ClauseDraft, SectionDraft
from policies.editing.markdown import as_markdown, from_markdown
from policies.editing.numbering import number_clauses
from policies.editing.pasting import clauses_in
from policies.editing.pressing import WORDS, Pressed, possible_beside, press_beside

__all__ = [
    "WORDS",
    "ClauseDraft",
    "Pressed",
    "SectionDraft",
    "as_markdown",
    "clauses_in",
    "from_markdown",
    "number_clauses",
    "possible_beside",
    "press_beside",
]
