"""Whether a message about a case may still leave: it waited, and somebody was named meanwhile."""

from django.urls import Resolver404, resolve

from incidents import queries
from incidents.models import Case
from notifications.models import Message

TO_THE_TEAM = frozenset({"case_waiting", "case_late"})
TO_THE_REPORTER = frozenset({"report_received", "report_news"})


def may_leave(message: Message) -> bool:
    """Tell whether whoever it is for may know, now, of the case that it is about.

    A message to the case team leads to the case itself, or to the page of those who were warned of
    a picture, or who are asked to confirm that words go for good; one to a reporter with an account
    to their own report. One to an address only leads to no case, and is taken back when somebody is
    named.
    """
    if message.recipient is None or message.template not in TO_THE_TEAM | TO_THE_REPORTER:
        return True
    try:
        found = resolve(message.context.get("path", ""))
    except Resolver404:
        return True
    if found.view_name == "incidents:removals":
        return queries.removals_for(message.recipient) > 0
    if message.template in TO_THE_TEAM and "pk" not in found.kwargs:
        return queries.picture_warnings_for(message.recipient).exists()
    if message.template in TO_THE_TEAM:
        return Case.objects.visible_to(message.recipient).filter(pk=found.kwargs["pk"]).exists()
    theirs = queries.reports_of(message.recipient)
    return theirs.filter(case__reference=found.kwargs.get("reference")).exists()
