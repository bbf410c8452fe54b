from acknowledgements import actions
from acknowledgements.actions.messages import new_link
from acknowledgements.models import Request
from tests import factories


def objects(cast):
    """One open round, the class teacher's request in it, and the parent's personal link."""
    opened = actions.open_round(version=factories.published(), by=cast.headteacher)
    link, path = new_link(cast.parent, days=30)
    link.save()
    parents = Request.objects.get(person=cast.parent)
    return {
        "acknowledgements:sign": {"pk": Request.objects.get(person=cast.class_teacher).pk},
        "acknowledgements:link": {"token": path.rstrip("/").rsplit("/", 1)[1]},
        "acknowledgements:link_sign": {"pk": parents.pk},
        "acknowledgements:board_round": {"pk": opened.pk},
        "acknowledgements:board_person": {"pk": cast.parent.pk},
        "acknowledgements:board_family": {"pk": parents.child_id},
        "acknowledgements:board_class": {"pk": parents.child.school_class_id},
        "acknowledgements:board_print": {"pk": opened.pk},
        "acknowledgements:board_csv": {"pk": opened.pk},
        "acknowledgements:board_xlsx": {"pk": opened.pk},
        "acknowledgements:chase": {"pk": opened.pk},
        "acknowledgements:send_link": {"pk": opened.pk, "person": cast.parent.pk},
    }
