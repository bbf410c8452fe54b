"""I4 in the governors' room: whoever a case is about finds no trace of what governors do about it.

It is put before a panel of three, who read it, seek legal advice and decide, and a term is counted
with it: every page, file and letter of whoever it is about is the same, byte for byte, as without.
"""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from governance import actions
from governance.actions.referrals import Shares
from governance.history.counting import count_terms
from governance.inspection.packing import pack
from governance.inspection.searching import Sieve, names_to_look_for
from governance.models import CountedTerm
from incidents.models import Case, State
from notifications.models import Message
from school.models import Role
from tests import factories
from tests.days import in_days, today
from tests.governance import access_objects
from tests.governance.referring import another_governor, draft
from tests.incidents.bringing import a_piece
from tests.incidents.cases import a_case, a_report
from tests.incidents.packed import a_bundle
from tests.incidents.test_every_page import (
    COUNT_READERS,
    differing,
    mail_to,
    plain,
    time_passes,
    what_is_read,
)
from tests.test_access_matrix import declared

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I4"), pytest.mark.rule("G2")]

WORDS = "Xanthippe"
ABOUT = ("headteacher", "chair", "clerk", "governor", "class_teacher", "parent")
ELSEWHERE = ("home", "incidents:queue", "incidents:patterns", "incidents:my_reports")
OF_A_TERM = ("history", "history_print", "history_csv", "reports")


@pytest.fixture
def panel():
    """Give three governors who have nothing to do with anything else."""
    return [another_governor() for _ in range(3)]


def before_governors(case, panel):
    """Do with a case all that governors can do with one."""
    handler, (reader, *others) = case.handlers().first(), panel
    piece = a_piece(case, handler)
    shares = Shares(report=True, evidence=(piece,))
    referral = draft(case, panel, handler, summary=WORDS, shares=shares)
    actions.share_referral(referral=referral, by=handler)
    actions.note_reading(referral=referral, by=reader)
    actions.look_at_shared_file(referral=referral, number=piece.number, by=reader)
    advice = actions.seek_advice(
        referral=referral,
        by=reader,
        deciders=others,
        decided_on=today(),
        why=WORDS,
        from_whom=WORDS,
    )
    actions.add_to_advice(advice=advice, by=reader, words=WORDS)
    actions.release_advice(advice=advice, by=reader, why=WORDS)
    a_bundle(case, handler)
    actions.decide_referral(
        referral=referral,
        by=reader,
        decision="Leave it",
        reasons=WORDS,
        together_with=others,
    )


def an_inspectors_file():
    """Return what an inspector's file would hold if it were made now, but for the last hash."""
    out = BytesIO()
    sieve = Sieve(names_to_look_for(), [])
    now = timezone.localtime()
    pack(out, school="St Mary's", made_at=now, made_for="Clare Finch", sieve=sieve)
    parts = plain(out.getvalue())
    hashed = re.compile(rb"[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:+]+|at \d\d:\d\d")
    return [hashed.sub(b"", part) if isinstance(part, bytes) else part for part in parts]


def addresses_here(cast):
    """Return every address of this room, and those elsewhere that list what waits for somebody.

    `tests/incidents/test_every_page.py` walks through all the others.
    """
    objects = access_objects.objects(cast)
    names = [name for name in declared("governance") if name not in COUNT_READERS]
    here = [(name, reverse(name, kwargs=objects.get(name, {}))) for name in names]
    return here + [(name, reverse(name)) for name in ELSEWHERE]


@pytest.mark.parametrize("who", ABOUT)
def test_what_governors_do_with_a_case_leaves_no_trace_for_whoever_it_is_about(
    who, cast, panel, sign_in
):
    person = getattr(cast, who)
    addresses = addresses_here(cast)
    factories.RoleAssignmentFactory(person=cast.class_teacher, role=Role.GOVERNOR)
    time_passes()
    client = sign_in(person)
    what_is_read(client, addresses)
    before, mails, packed = what_is_read(client, addresses), mail_to(person), an_inspectors_file()
    letters = Message.objects.filter(recipient=person).count()

    handling = Role.CHAIR if who in ("headteacher", "clerk") else Role.HEADTEACHER
    case = a_case(State.INVESTIGATING, handling_role=handling)
    factories.CasePartyFactory(case=case, person=person)
    before_governors(case, panel)
    time_passes()

    after = what_is_read(client, addresses)
    assert differing(before, after) == {}
    assert an_inspectors_file() == packed
    assert mail_to(person) == mails
    assert sum(panel[0].email in message.to for message in mail.outbox) > 0
    assert Message.objects.filter(recipient=person).count() == letters


@pytest.mark.parametrize("who", ["headteacher", "chair", "governor"])
def test_a_term_is_counted_alike_with_and_without_a_case_about_whoever_reads(who, cast, sign_in):
    factories.TermFactory(starts_on=in_days(-100), ends_on=in_days(-40))
    factories.TermFactory(starts_on=in_days(-20), ends_on=in_days(40))
    long_ago = timezone.now() - timedelta(days=60)
    factories.CaseFactory.create_batch(4, kind="comment", received_at=long_ago)
    client = sign_in(getattr(cast, who))

    without = counted_and_read(client)
    fifth = factories.CaseFactory(kind="comment", received_at=long_ago)
    assert counted_and_read(client) != without  # a fifth case shows
    fifth.delete()
    case = a_report(kind="comment", subject_kind=who, what_happened=WORDS).case
    # An allegation: a low-level concern is counted for nobody.
    Case.objects.filter(pk=case.pk).update(received_at=long_ago, meets_harm_threshold=True)

    assert counted_and_read(client) == without


@transaction.atomic
def counted_and_read(client):
    """Return what is read of a term that is counted now, and leave it uncounted."""
    count_terms()
    term = CountedTerm.objects.get()
    addresses = [(name, reverse(f"governance:{name}")) for name in OF_A_TERM]
    of_term = ("report", "report_pdf")
    addresses += [(name, reverse(f"governance:{name}", args=[term.pk])) for name in of_term]
    read = what_is_read(client, addresses)
    transaction.set_rollback(True)
    # A row's own number, which a rollback does not undo on PostgreSQL.
    number = re.compile(rf'/governors/reports/{term.pk}/|until={term.pk}\b|value="{term.pk}"')
    return {name: number.sub("", str(answer)) for name, answer in read.items()}
