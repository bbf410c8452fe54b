"""Handing out a file so that no browser runs it, whatever is in it (I11)."""

from django.http import HttpResponse

NOTHING = "default-src 'none'; sandbox"
ANYTHING = "application/octet-stream"


def handed_out(content: bytes, *, name: str, media_type: str = ANYTHING) -> HttpResponse:
    """Return a file to be saved under a name of ours. A picture may stand in a page of ours."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
