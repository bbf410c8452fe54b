"""The text of a draft as somebody writes it, and how it is numbered. Knows no framework."""

from policies.editing.draft import ClauseDraft, SectionDraft
from policies.editing.numbering import number_clauses
from policies.editing.pasting import clauses_in

__all__ = ["ClauseDraft", "SectionDraft", "clauses_in", "number_clauses"]
