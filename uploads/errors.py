"""What can be wrong with a file."""


class BadUpload(Exception):
    """A file cannot come in as it is; `str(error)` is a sentence for whoever brought it."""
