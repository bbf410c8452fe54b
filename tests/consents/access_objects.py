"""What the addresses of this room point at: the parent's child, and a picture to take down."""

from tests import factories


def objects(cast) -> dict[str, dict]:
    child = cast.parent.children.get()
    task = factories.TakeDownFactory(child=child)
    return {
        "consents:child": {"pk": child.pk},
        "consents:write_down": {"pk": child.pk, "person": cast.parent.pk},
        "consents:finish_take_down": {"pk": task.pk},
    }
