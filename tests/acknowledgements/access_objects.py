from django.utils import timezone

from acknowledgements import actions
from acknowledgements.paper.batches import Batch
from acknowledgements.views.place import STEPS
from tests import factories
from tests.acknowledgements.paper import uploaded


def objects(cast):
    """One open round, the class teacher's request in it, and the parent's personal link.

    A parent without an address has a slip, a governor signed one, and the class teacher has signed
    another policy.
    """
    without = factories.ParenthoodFactory(person__email=None).person
    opened = actions.open_round(version=factories.published(), by=cast.headteacher)
    confirmation = factories.ConfirmationFactory(version=opened.version)
    actions.prepare_slips(asked=opened, batch=Batch(), by=cast.office)
    governor = factories.RoleAssignmentFactory(role="governor").person
    actions.bring_up_to_date()
    (on_paper,) = actions.record_signed_slip(
        request=opened.requests.get(person=governor),
        typed_name=governor.full_name,
        dated_on=timezone.localdate(),
        upload=uploaded(),
        by=cast.office,
    )
    other = actions.open_round(version=factories.published(), by=cast.headteacher)
    signed = actions.sign(
        request=factories.has_read(other.requests.get(person=cast.class_teacher)),
        typed_name="Tom Thistle",
        by=cast.class_teacher,
    )
    meeting = actions.hold_meeting(name="Staff", held_on=timezone.localdate(), by=cast.office)
    sheet = {"pk": meeting.pk, "round_pk": opened.pk, "capacity": "staff"}
    on_round = {
        f"acknowledgements:{name}": {"pk": opened.pk}
        for name in ("board_round", "chase", "slips", "slips_ready", "slips_pdf")
    }
    own = {"pk": opened.requests.get(person=cast.class_teacher).pk}
    parents = {"pk": opened.requests.get(person=cast.parent).pk}
    question = factories.QuestionFactory()
    child = cast.parent.children.get()
    ages = {"pk": actions.plan_age_reminder(on=timezone.localdate(), by=cast.office).pk}
    return {
        **on_round,
        **{f"acknowledgements:{step}": own for step in STEPS},
        **{f"acknowledgements:link_{step}": parents for step in STEPS},
        "acknowledgements:question": {"pk": question.pk},
        "acknowledgements:pass_on": {"pk": question.pk},
        "acknowledgements:round": {"pk": opened.pk},
        "acknowledgements:confirm": {"pk": opened.version_id},
        "acknowledgements:close_confirmation": {"pk": confirmation.pk},
        "acknowledgements:board_round": {"pk": opened.pk},
        "acknowledgements:reminders_of": {"day": timezone.localdate().isoformat()},
        "acknowledgements:age_reminder": ages,
        "acknowledgements:age_letter": ages,
        "acknowledgements:cancel_age_reminder": ages,
        "acknowledgements:send_age_reminder": ages,
        "acknowledgements:board_person": {"pk": cast.parent.pk},
        "acknowledgements:board_family": {"pk": child.pk},
        "acknowledgements:board_class": {"pk": child.school_class_id},
        "acknowledgements:board_print": {"pk": opened.pk},
        "acknowledgements:board_csv": {"pk": opened.pk},
        "acknowledgements:board_xlsx": {"pk": opened.pk},
        "acknowledgements:chase": {"pk": opened.pk},
        "acknowledgements:send_link": {"pk": opened.pk, "person": cast.parent.pk},
        "acknowledgements:record_slip": {"pk": opened.requests.get(person=without).pk},
        "acknowledgements:scan": {"pk": on_paper.scan_id},
        "acknowledgements:meeting": {"pk": meeting.pk},
        "acknowledgements:record_sheet": sheet,
        "acknowledgements:print_sheet": sheet,
        "acknowledgements:receipt": {"pk": signed.pk},
        "acknowledgements:checked_receipt": {"code": signed.receipt_code},
    }
