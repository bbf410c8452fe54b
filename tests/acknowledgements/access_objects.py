from acknowledgements import actions
from acknowledgements.actions.messages import new_link
from acknowledgements.models import Request
from acknowledgements.views.place import STEPS
from tests import factories


def objects(cast):
    """One open round, the class teacher's request in it, and the parent's personal link."""
    opened = actions.open_round(version=factories.published(), by=cast.headteacher)
    link, path = new_link(cast.parent, days=30)
    link.save()
    confirmation = factories.ConfirmationFactory(version=opened.version)
    parents = Request.objects.get(person=cast.parent)
    own = {"pk": Request.objects.get(person=cast.class_teacher).pk}
    question = factories.QuestionFactory()
    return {
        **{f"acknowledgements:{step}": own for step in STEPS},
        **{f"acknowledgements:link_{step}": {"pk": parents.pk} for step in STEPS},
        "acknowledgements:question": {"pk": question.pk},
        "acknowledgements:pass_on": {"pk": question.pk},
        "acknowledgements:link": {"token": path.rstrip("/").rsplit("/", 1)[1]},
        "acknowledgements:round": {"pk": opened.pk},
        "acknowledgements:confirm": {"pk": opened.version_id},
        "acknowledgements:close_confirmation": {"pk": confirmation.pk},
        "acknowledgements:board_round": {"pk": opened.pk},
        "acknowledgements:chase": {"pk": opened.pk},
        "acknowledgements:send_link": {"pk": opened.pk, "person": cast.parent.pk},
    }
