"""Messages say that there is something to read, and nothing of what it is."""

import pytest

from incidents import actions
from incidents.models import PictureWarning
from notifications.delivery import deliver_all_due, render
from notifications.models import Message
from school.models import School
from tests import factories
from tests.incidents.cases import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S1"), pytest.mark.rule("M3")]

SECRETS = (
    "Xanthippe",
    "Robins",
    "Quillfeather",
    "WhatsApp",
    "bully",
    "Bully",
    "Headteacher",
    "Tom Thistle",
    "Gran",
    "Which day",
    "All is well",
    "Known to us",
    "Tuesday",
)


def a_whole_life(cast):
    """Take a case through everything that sends a message."""
    received = a_report(
        what_happened="Xanthippe of Robins was called names.",
        kind="cyberbullying",
        subject_name="Mr Quillfeather",
        service="WhatsApp",
        child_in_danger=True,
        reporter_name="Gran",
        reporter_email="somebody@example.test",
    )
    case, head = received.case, cast.headteacher
    actions.write_to_reporter(case=case, by=head, words="Which day was it?")
    actions.reply_as_reporter(case=case, by=None, words="Xanthippe says Monday.")
    actions.add_note(case=case, by=cast.dsl, words="Known to us.")
    actions.triage_case(
        case=case, by=head, kind="cyberbullying", subject_kind="unknown", outside_school=False
    )
    actions.note_motive(case=case, by=head, motives=["race"])
    actions.take_procedure(case=case, by=head, why_none="We see both families.")
    actions.record_contact(case=case, by=head, body="police", was_made=False, reason="Known to us.")
    actions.close_case(case=case, by=head, outcome="no_breach", explanation="All is well.")
    actions.ask_for_review(case=case, by=None, words="Xanthippe says that you missed Tuesday.")
    actions.decide_review(case=case, by=cast.deputy, upheld=True, answer="All is well still.")
    actions.reopen_case(case=case, by=head, why="Again.")
    actions.name_subject(case=case, by=head, person=head)
    return received


def test_no_message_holds_a_name_a_word_of_the_case_or_the_code(cast):
    received = a_whole_life(cast)

    mails = [render(message) for message in Message.objects.all()]

    assert {m.template for m in Message.objects.all()} == {
        "case_waiting",
        "report_received",
        "report_news",
    }
    for mail in mails:
        text = f"{mail.subject}\n{mail.body}"
        for secret in (*SECRETS, received.code, received.reference):
            assert secret not in text
        assert "http://localhost/reports/" in text
        assert School.current().name in text


def test_nothing_kept_for_a_message_holds_a_word_of_the_case_either(cast):
    a_whole_life(cast)

    kept = "\n".join(f"{m.context} {m.once} {m.template}" for m in Message.objects.all())

    assert not any(secret in kept for secret in SECRETS)


def test_the_actor_is_not_told_of_their_own_deed(cast):
    case = a_report(subject_kind="staff").case
    Message.objects.all().delete()

    actions.triage_case(
        case=case, by=cast.headteacher, kind="breach", subject_kind="staff", outside_school=False
    )

    assert not Message.objects.exists()


@pytest.mark.rule("I11")
def test_a_warning_about_a_picture_leaves_for_whoever_was_warned(cast, mailoutbox):
    actions.warn_before_sending(kind="image", subject_kind="parent_family", subject_name="")

    assert deliver_all_due() == 1

    (mail,) = mailoutbox
    assert mail.to == [cast.dsl.email]
    assert "http://localhost/reports/cases/pictures/" in mail.body


@pytest.mark.rule("I11")
@pytest.mark.parametrize(
    ("away", "told"), [(["dsl"], "headteacher"), (["dsl", "headteacher"], "deputy")]
)
def test_a_warning_about_a_picture_goes_to_somebody_who_is_here(away, told, cast):
    for who in away:
        factories.LeaveFactory(person=getattr(cast, who))

    actions.warn_before_sending(kind="image", subject_kind="parent_family", subject_name="")

    assert PictureWarning.objects.get().person == getattr(cast, told)


@pytest.mark.rule("I11")
def test_where_everybody_is_away_a_warning_about_a_picture_still_goes_to_somebody(dsl):
    factories.LeaveFactory(person=dsl)

    actions.warn_before_sending(kind="image", subject_kind="parent_family", subject_name="")

    assert PictureWarning.objects.get().person == dsl


def test_a_handler_without_an_address_does_not_stop_a_report(db):
    head = factories.PersonFactory(email=None)
    factories.RoleAssignmentFactory(person=head, role="headteacher")

    a_report()

    assert not Message.objects.exists()
