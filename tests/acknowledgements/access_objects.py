from acknowledgements import actions
from acknowledgements.models import Request
from tests import factories


def objects(cast):
    """One open round, the class teacher's request in it, and the parent's personal link."""
    opened = actions.open_round(version=factories.published(), by=cast.headteacher)
    parents = Request.objects.get(person=cast.parent)
    return {
        "acknowledgements:sign": {"pk": Request.objects.get(person=cast.class_teacher).pk},
        "acknowledgements:link_sign": {"pk": parents.pk},
        "acknowledgements:board_round": {"pk": opened.pk},
        "acknowledgements:chase": {"pk": opened.pk},
        "acknowledgements:send_link": {"pk": opened.pk, "person": cast.parent.pk},
    }
