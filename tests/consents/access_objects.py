"""What the addresses of this room point at.

The parent's child, a picture to take down, pictures that the class teacher still puts together,
and a consent of theirs that holds.
"""

from tests import factories


def objects(cast) -> dict[str, dict]:
    child = cast.parent.children.get()
    task = factories.TakeDownFactory(child=child)
    draft = factories.PhotoFactory(request__asked_by=cast.class_teacher)
    granted = factories.PhotoRequestFactory(asked_by=cast.class_teacher, state="granted")
    of_request = ("photo_request", "change_photo_request", "add_photos", "discard_photo_request")
    of_request += ("send_photo_request",)
    return {
        **{f"consents:{name}": {"pk": draft.request.pk} for name in of_request},
        **{
            f"consents:{name}": {"pk": draft.pk}
            for name in ("name_children", "remove_photo", "preview")
        },
        "consents:withdraw_photos": {"pk": granted.pk},
        "consents:child": {"pk": child.pk},
        "consents:write_down": {"pk": child.pk, "person": cast.parent.pk},
        "consents:finish_take_down": {"pk": task.pk},
    }
