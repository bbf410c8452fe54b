"""What somebody sends after their session ended is put by, and is there when they are back.

It lies in the browser's session, of which there is nobody's name any more, and is given only to
whoever comes back as the person whose request it belongs to.
"""

from django.http import HttpRequest, QueryDict

IN_SESSION = "put_by"
MOST = 20_000  # letters: more than any page of signing holds


def put_by(request: HttpRequest, key: str) -> None:
    """Put by what was posted, in the place of what was put by before."""
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    if sent and len(words := sent.urlencode()) <= MOST:
        request.session[IN_SESSION] = {"key": key, "words": words}


def take_out(request: HttpRequest, key: str) -> QueryDict | None:
    """Return what was put by under a key, once; None where nothing was."""
    kept = request.session.get(IN_SESSION)
    if not kept or kept["key"] != key:
        return None
    del request.session[IN_SESSION]
    return QueryDict(kept["words"])
