"""Handing out small previews of pictures, which no cache keeps."""

from django.http import HttpResponse

from consents.models import SharedPicture


def hand_out(picture: SharedPicture) -> HttpResponse:
    """Return the preview as an answer. Whoever calls has made sure who may look at it."""
    with picture.preview.open("rb") as file:
        return as_preview(file.read(), picture.preview_type)


def as_preview(content: bytes, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer
