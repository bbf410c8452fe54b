"""Handing out small previews of pictures, which no cache keeps."""

from django.http import HttpResponse

from consents.models import Photo, SharedPicture


def hand_out(picture: Photo | SharedPicture) -> HttpResponse:
    """Return the preview as an answer. Whoever calls has made sure who may look at it."""
    with picture.preview.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=picture.preview_type)
    answer["Content-Disposition"] = "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer
