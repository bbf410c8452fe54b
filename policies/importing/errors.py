"""What is said when a document cannot be read at all.

Whoever offered the document is told in one sentence what is wrong and what to do about it.
"""

from school.errors import DomainError


class UnreadableDocument(DomainError):
    """The document could not be read; `str()` of this is a sentence for the person."""
