"""The text of a draft as somebody writes it, and how it is numbered. Knows no framework."""

from policies.editing.draft import ClauseDraft, SectionDraft
from policies.editing.numbering import number_clauses

__all__ = ["ClauseDraft", "SectionDraft", "number_clauses"]
