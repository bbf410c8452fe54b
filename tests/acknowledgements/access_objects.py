from django.utils import timezone

from acknowledgements import actions
from acknowledgements.actions.messages import new_link
from acknowledgements.models import Request
from tests import factories


def objects(cast):
    """One open round, the class teacher's request in it, and the parent's personal link."""
    opened = actions.open_round(version=factories.published(), by=cast.headteacher)
    link, path = new_link(cast.parent, days=30)
    link.save()
    ages = {"pk": actions.plan_age_reminder(on=timezone.localdate(), by=cast.office).pk}
    parents = Request.objects.get(person=cast.parent)
    return {
        "acknowledgements:sign": {"pk": Request.objects.get(person=cast.class_teacher).pk},
        "acknowledgements:link": {"token": path.rstrip("/").rsplit("/", 1)[1]},
        "acknowledgements:link_sign": {"pk": parents.pk},
        "acknowledgements:board_round": {"pk": opened.pk},
        "acknowledgements:reminders_of": {"day": timezone.localdate().isoformat()},
        "acknowledgements:age_reminder": ages,
        "acknowledgements:age_letter": ages,
        "acknowledgements:cancel_age_reminder": ages,
        "acknowledgements:send_age_reminder": ages,
        "acknowledgements:chase": {"pk": opened.pk},
        "acknowledgements:send_link": {"pk": opened.pk, "person": cast.parent.pk},
    }
