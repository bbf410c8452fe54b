"""I4, over every address of the portal: with a case about them and without it, whoever it is about
gets the same bytes, the same files and the same mail.

Each page is read once beforehand, since some write down that they were read. What may differ by
nature (tokens, the numbers that a page makes up anew) is taken out; nothing else is.
"""

import difflib
import importlib
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from incidents import actions
from incidents.models import Case, CaseClock
from notifications.delivery import deliver_all_due
from notifications.models import Message
from school.models import Role
from stmarys_portal.tasks import send_chain_head
from tests import factories
from tests.incidents.cases import a_report
from tests.test_access_matrix import ROOMS, declared

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I4")]

MADE_ANEW = re.compile(
    rb'(?:as at|Checked on) [^<]+|csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"'
    rb'|"csrf[^"]*": ?"[^"]+"|name="(?:ticket|submission|mark)" value="[^"]*"'
)
# Evidence, legal advice and an inspector's file say who read them, and each reading is one more.
COUNT_READERS = {"incidents:piece", "governance:inspections", "governance:advice"}
NOT_READ = {"account_logout", "account_reauthenticate"} | COUNT_READERS


def every_address(cast):
    for room in ROOMS:
        objects = importlib.import_module(f"tests.{room}.access_objects").objects(cast)
        for name in declared(room):
            if name not in NOT_READ:
                yield name, reverse(name, kwargs=objects.get(name, {}))


def what_is_read(client, addresses):
    """Return the status and the bytes of every address, as far as they are not made anew."""
    read = {}
    for name, address in addresses:
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        read[name] = (answer.status_code, answer.get("Location", ""), plain(content))
    return read


def differing(before, after):
    """Return each address of which something else is read, with the lines that are not the same.

    With the lines, for some day a difference shows that nobody can bring about again.
    """
    found = {}
    for name, was in before.items():
        if was != (now := after[name]):
            lines = [repr(each).replace("\\n", "\n").splitlines() for each in (was, now)]
            found[name] = [line for line in difflib.ndiff(*lines) if line[0] in "+-"]
    return found


def plain(content):
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        return [book.read(n) for n in sorted(book.namelist()) if not n.startswith("docProps/")]
    if content.startswith(b"%PDF"):
        return b"a PDF", len(content) // 200
    return MADE_ANEW.sub(b"", content)


def mail_to(person):
    return sum(person.email in message.to for message in mail.outbox)


def time_passes():
    """Let every clock of every case run out, posts be looked at, and everything due leave."""
    CaseClock.objects.update(due_at=timezone.now() - timedelta(days=20))
    actions.keep_clocks()
    CaseClock.objects.filter(met_at=None).update(nudged_at=timezone.now() - timedelta(days=5))
    actions.keep_clocks()
    actions.keep_reviews()
    actions.pass_on_unattended()
    deliver_all_due()


@pytest.fixture
def everywhere(cast):
    """Give what the addresses point at, and settle all that time does to it."""
    addresses = list(every_address(cast))
    time_passes()
    return addresses


@pytest.mark.parametrize("who", ["headteacher", "chair"])
def test_no_page_no_file_and_no_mail_differs_by_a_case_about_whoever_reads_it(
    who, cast, everywhere, sign_in
):
    person = getattr(cast, who)
    client = sign_in(person)
    what_is_read(client, everywhere)
    before, mails = what_is_read(client, everywhere), mail_to(person)
    assert sum(status == 200 for status, _, _ in before.values()) > 30

    case = a_report(child_in_danger=True, what_happened="Xanthippe", subject_kind=who).case
    handler = case.handlers().first()
    actions.open_case(case=case, by=handler)
    actions.add_note(case=case, by=handler, words="Xanthippe")
    actions.write_to_reporter(case=case, by=handler, words="Xanthippe")
    time_passes()

    after = what_is_read(client, everywhere)
    assert differing(before, after) == {}
    assert mail_to(person) == mails
    assert not Message.objects.filter(recipient=person, context__path=case.get_absolute_url())
    assert Event.objects.on(case).exists()


def test_the_walk_notices_a_case_that_is_not_about_whoever_reads(cast, sign_in):
    client = sign_in(cast.headteacher)
    pages = [(name, reverse(name)) for name in ("home", "incidents:queue", "policies:library")]
    before = what_is_read(client, pages)

    a_report(what_happened="Xanthippe")

    after = what_is_read(client, pages)
    assert [name for name in before if before[name] != after[name]] == ["home", "incidents:queue"]


def test_references_are_random_and_in_no_order():
    cases = [factories.CaseFactory(reference=a_report().reference[::-1]) for _ in range(3)]
    references = [a_report().reference for _ in range(40)]

    assert len(set(references)) == 40
    assert references != sorted(references)
    assert references != sorted(references, reverse=True)
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}", r) for r in references)
    assert len({case.pk for case in cases}) == 3


@pytest.mark.parametrize("step", ["not_meant", "procedure_step"])
def test_no_form_of_a_case_carries_a_number_that_counts_other_cases(step, headteacher, sign_in):
    """A row's own number would have a gap in it for each case that this handler may not know of."""
    words, meant = {}, factories.PersonFactory()
    for others in (0, 3):
        for _ in range(others):
            hidden = factories.CaseFactory(handling_role=Role.CLERK)
            factories.CasePartyFactory(case=hidden)
        case = factories.CaseFactory(kind="cyberbullying", state="triaged", outside_school=False)
        factories.ReportFactory(case=case)
        clause = factories.published().sections.get().clauses.first()
        case.procedure_steps.create(position=1, clause=clause, number="1.1", text="Ask both.")
        factories.CasePartyFactory(case=case, person=meant)
        page = sign_in(headteacher).get(reverse(f"incidents:{step}", args=[case.pk])).content
        values = re.findall(r'type="(?:radio|checkbox)"[^>]* value="(\d+)"', page.decode())
        words[others] = values
    assert words[0] == words[3] != []


def test_whoever_is_told_of_the_chain_reads_no_more_than_its_length(cast):
    case = a_report(subject_kind="chair").case

    send_chain_head()
    deliver_all_due()

    (letter,) = [message for message in mail.outbox if cast.chair.email in message.to]
    assert case.reference not in letter.body
    assert str(case.pk) not in letter.body


@pytest.mark.parametrize("named", ["headteacher", "dsl", "parent"])
def test_a_mail_that_a_worker_holds_when_somebody_is_named_does_not_leave(named, cast):
    person = getattr(cast, named)
    case = a_report(child_in_danger=True, reporter=cast.parent).case
    assert Message.objects.waiting().filter(recipient=person).update(locked_until=timezone.now())

    actions.name_subject(case=case, by=cast.headteacher, person=person)
    deliver_all_due()

    assert mail_to(person) == 0
    assert not Message.objects.filter(recipient=person).exists()
    assert Case.objects.visible_to(person).count() == 0
