"""What can go wrong, in the field's own terms; each carries a sentence for a person."""


class DomainError(Exception):
    """A rule of the school stands in the way; `str(error)` says which, and what to do."""


class WrongState(DomainError):
    """The thing has moved on: somebody else was quicker, or a step is still missing."""


class BadFile(DomainError):
    """A file cannot be used as it is; the sentence names what is wrong with it."""
