"""Handing out small previews of pictures, which no cache keeps."""

from django.http import HttpResponse


def as_preview(content: bytes, media_type: str) -> HttpResponse:
    """Return a preview as an answer. Whoever calls has made sure who may look at it."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer
