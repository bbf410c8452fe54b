"""What the addresses of this room point at.

The parent's child, a picture to take down, pictures that the class teacher still puts together,
a consent of theirs that holds, a picture of the parent's with another family's child in it, and
one of another family's about which the parent is asked.
"""

from tests import factories


def objects(cast) -> dict[str, dict]:
    child = cast.parent.children.get()
    task = factories.TakeDownFactory(child=child)
    draft = factories.PhotoFactory(request__asked_by=cast.class_teacher)
    granted = factories.PhotoRequestFactory(asked_by=cast.class_teacher, state="granted")
    other = factories.ParenthoodFactory().child
    own = factories.SharedPictureFactory(asked_by=cast.parent, children=[other], state="asking")
    asked = factories.SharedPictureFactory(children=[child], state="asking")
    of_picture = {"shared_picture": own, "answer_shared": asked, "shared_preview": own}
    by_link = {f"link_{name}": picture for name, picture in of_picture.items()}
    for_office = dict.fromkeys(
        ("match_shared", "told_shared", "stop_shared", "office_preview"), own
    )
    of_picture |= by_link | for_office
    of_request = ("photo_request", "change_photo_request", "add_photos", "discard_photo_request")
    of_request += ("send_photo_request",)
    return {
        **{f"consents:{name}": {"pk": picture.pk} for name, picture in of_picture.items()},
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
