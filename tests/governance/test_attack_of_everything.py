"""An attack on all that is published, together: pages, file, reports, PDFs, on different days.

Two ways. One reads every figure, wherever it is said, and works out what each line may be, with
what is known otherwise: the number of pupils, and how many were asked to sign. The other makes two
schools that differ in the numbers under five, and reads all pages of both: nothing tells them
apart. What the first way finds where something is given away is shown with planted faults.
"""

import csv
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from acknowledgements.models import Request
from governance.history.counting import Period, count_terms, steps_of
from governance.history.coverage import PARENTS
from governance.history.cuts import CUTS, OUTCOME
from governance.inspection.packing import pack
from governance.inspection.searching import Sieve, names_to_look_for
from governance.models import CountedTerm, TermlyReport
from governance.report.actions import publish_report
from governance.report.content import fingerprint, report_of
from governance.report.paper import as_pdf
from governance.suppression import share_in_words, share_of
from incidents.models import Case, State
from school.models import Role
from tests import factories
from tests.governance.breaches import ALIKE, put
from tests.governance.published import ALL, IN_SUM, Figure, figures_for, put_together
from tests.governance.solver import possible
from tests.incidents.packed import words_of
from tests.incidents.test_every_page import NOT_READ, plain
from tests.test_access_matrix import ROOMS, declared

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G1", "G4")]
TODAY = timezone.localdate()
PUPILS = 40
IN_TERM = TODAY - timedelta(days=90)
ALL_FOUR = {line: {4} for line in OUTCOME.lines}
ONE_OF_EACH_OUTCOME = (
    "talk", "behaviour_steps", "passed_on", "answered", "no_breach", "not_established",
)  # fmt: skip


@pytest.fixture
def terms(headteacher):
    """Give two terms that are over, with as many pupils as have a rate."""
    for name, days in (("Spring", 200), ("Summer", 100), ("Autumn", 20)):
        first = TODAY - timedelta(days=days)
        factories.TermFactory(name=name, starts_on=first, ends_on=first + timedelta(days=60))
    for _ in range(PUPILS):
        factories.ChildFactory(admitted_on=TODAY - timedelta(days=400))


@pytest.fixture
def readers(cast):
    """Give whoever reads what is published: a governor, one who is a parent too, the chair."""
    parent_governor = factories.PersonFactory(full_name="Polly Parent-Governor")
    factories.RoleAssignmentFactory(person=parent_governor, role=Role.GOVERNOR)
    factories.ParenthoodFactory(person=parent_governor)
    return [cast.governor, parent_governor, cast.chair]


def breaches_of(numbers, headteacher, day=IN_TERM):
    """Put in so many breaches of each outcome, all alike otherwise."""
    for outcome, number in zip(ONE_OF_EACH_OUTCOME, numbers, strict=True):
        for _ in range(number):
            put(day, replace(ALIKE, outcome=outcome), headteacher)


def publish(name, by):
    term = CountedTerm.objects.get(name=name)
    return publish_report(term=term, read=fingerprint(report_of(term)), by=by)


def much_happens(headteacher):
    """Let cases be removed, reopened, closed, sorted otherwise, and come in late."""
    removed, again, moved, closed = Case.objects.order_by("received_at", "pk")[:4]
    removed.delete()
    open_again = {"state": State.INVESTIGATING, "closed_at": None, "closed_by": None}
    Case.objects.filter(pk=again.pk).update(**open_again, outcome="", outcome_explanation="")
    Case.objects.filter(pk=moved.pk).update(kind="image", subject_kind="staff")
    Case.objects.filter(pk=closed.pk).update(outcome="no_breach")
    breaches_of((2, 1, 0, 3, 0, 1), headteacher)


def lines_that_are_known_closer(figures, term):
    """Return each line of which fewer than five numbers are left, with those that are."""
    shown = put_together(figures, term, pupils=PUPILS)
    lines = [None, *((key, line) for key in shown.steps for line in shown.steps[key])]
    left = {line: possible(shown, line) for line in lines}
    return {line: numbers for line, numbers in left.items() if len(numbers) < 5}


# --- every figure, worked out together ------------------------------------------------------------


def test_all_that_every_reader_is_told_on_two_days_leaves_every_line_open(
    terms, readers, headteacher, sign_in
):
    breaches_of((4, 4, 4, 4, 4, 4), headteacher)
    breaches_of((0, 4, 1, 0, 2, 3), headteacher, day=TODAY - timedelta(days=190))
    count_terms()
    publish("Spring", headteacher)
    told = [figures_for(sign_in(reader)) for reader in readers]
    much_happens(headteacher)
    count_terms()
    publish("Summer", headteacher)
    told += [figures_for(sign_in(reader)) for reader in readers]

    together = set().union(*told)
    assert {one.term for one in together} == {"Spring", "Summer"}
    for term in ("Spring", "Summer"):
        assert lines_that_are_known_closer(together, term) == {}
    # No day, and no reader, is told anything that another is not.
    assert all(one == told[0] for one in told[:3])
    assert all(one == told[3] >= told[0] for one in told[3:])


def test_the_attack_recovers_numbers_under_five_where_one_report_says_how_many_there_were(
    terms, headteacher, governor, sign_in
):
    """A planted fault: 24 breaches instead of 20 to 24, in a report and nowhere else."""
    breaches_of((4, 4, 4, 4, 4, 4), headteacher)
    count_terms()
    term = CountedTerm.objects.get(name="Summer")
    content = report_of(term)
    (sums,) = (one for one in content["sections"] if one["heading"] == IN_SUM)
    sums["rows"] = [[line, "24" if line == ALL else words] for line, words in sums["rows"]]
    TermlyReport.objects.create(
        term=term,
        content=content,
        pdf=as_pdf(content, on=TODAY),
        sha256="0",
        published_by=headteacher,
    )

    found = lines_that_are_known_closer(figures_for(sign_in(governor)), "Summer")

    assert {line: found[OUTCOME.key, line] for line in OUTCOME.lines} == ALL_FOUR


def test_the_attack_recovers_numbers_under_five_from_two_days_where_terms_are_counted_anew(
    terms, headteacher, governor, sign_in
):
    """A planted fault: 20 to 24 before a case came in and 25 to 29 after. So there were 24."""
    breaches_of((4, 4, 4, 4, 4, 4), headteacher)
    count_terms()
    counted = CountedTerm.objects.get(name="Summer")
    before = figures_for(sign_in(governor))
    breaches_of((1, 0, 0, 0, 0, 0), headteacher)
    anew = steps_of(Period(counted.name, counted.first_on, counted.last_on))

    assert (counted.steps["all"], anew["all"]) == (20, 25)
    at_least = Figure("Summer", IN_SUM, ALL, f"{anew['all'] - 1} to 28")
    found = lines_that_are_known_closer(before | {at_least}, "Summer")

    assert {line: found[OUTCOME.key, line] for line in OUTCOME.lines} == ALL_FOUR


# --- two schools that nothing tells apart ---------------------------------------------------------


def every_address():
    """Return by name every address that needs no number, each cut, and each term's report."""
    for room in ROOMS:
        for name in set(declared(room)) - NOT_READ:
            with suppress(NoReverseMatch):
                yield name, reverse(name)
    for term in CountedTerm.objects.all():
        for name in ("report", "report_pdf"):
            yield f"{name} of {term}", reverse(f"governance:{name}", args=[term.pk])
    for cut in CUTS:
        yield cut.name, f"{reverse('governance:history')}?by={cut.key}"


# What is made anew for each school: numbers of rows, and hashes of what holds the time.
MADE_ANEW = re.compile(
    r"/governors/reports/\d+/|until=\d+|value=\"\d+\"|[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}"
    r"|<updated>[^<]+"
)


def read_by(reader, sign_in):
    """Return all words that one reader is shown, page by page; of a PDF its words as well."""
    client, read = sign_in(reader), {}
    for name, address in every_address():
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if not content.startswith(b"%PDF"):
            settled = plain(content)
            content = settled if isinstance(settled, bytes) else repr(settled).encode()
        read[name] = answer.status_code, MADE_ANEW.sub("", words_of({"it": content})["it"])
    return read


@transaction.atomic
def a_school(numbers, later, readers, headteacher, sign_in):
    """Return all that is read in a school with so many breaches of each outcome; keep no trace."""
    breaches_of(numbers, headteacher)
    count_terms()
    publish("Summer", headteacher)
    if later:
        later(headteacher)
        count_terms()
    read = {reader: read_by(reader, sign_in) for reader in readers}
    transaction.set_rollback(True)
    return read


def differences(one, another):
    return [
        (reader, name)
        for reader in one.keys() & another.keys()
        for name in one[reader]
        if one[reader][name] != another[reader][name]
    ]


def test_no_reader_can_tell_one_school_from_another_with_other_numbers_under_five(
    terms, readers, headteacher, sign_in
):
    of = readers, headteacher, sign_in
    fours = a_school((4, 4, 4, 4, 4, 4), much_happens, *of)
    others = a_school((0, 4, 4, 4, 4, 4), None, *of)
    a_fifth = a_school((5, 3, 4, 4, 4, 4), None, readers[:1], headteacher, sign_in)

    assert sum(status == 200 for status, _ in fours[readers[0]].values()) > 20
    assert differences(fours, others) == []
    assert (readers[0], "What came of it") in differences(fours, a_fifth)


# --- sign-off -------------------------------------------------------------------------------------


def policies_being_signed(headteacher):
    """Give two policies that parents sign, some of whom had signed before the month began."""
    long_ago = timezone.now() - timedelta(days=110)
    for title, asked, signed in (("Online safety", 16, 8), ("Behaviour", 40, 37)):
        version = factories.published(policy__title=title, created_by=headteacher, at=long_ago)
        one = factories.RoundFactory(version=version, opened_at=long_ago)
        for number in range(asked):
            replied = {"reply": "signed", "replied_at": long_ago} if number < signed else {}
            child = factories.ChildFactory(admitted_on=TODAY - timedelta(days=400))
            factories.RequestFactory(
                round=one, capacity="parent", child=child, asked_at=long_ago, **replied
            )


def one_more_signs():
    one = Request.objects.filter(reply="none").order_by("pk").first()
    Request.objects.filter(pk=one.pk).update(reply="signed", replied_at=timezone.now())


def shares_of_parents():
    """Return by policy what is said of parents: of each term, and in an inspector's file."""
    said = {
        (title, term.name): share_in_words(shares[PARENTS])
        for term in CountedTerm.objects.all()
        for title, shares in term.sign_off.items()
    }
    out = BytesIO()
    pack(
        out,
        school="",
        made_at=timezone.localtime(),
        made_for="",
        sieve=Sieve(names_to_look_for(), []),
    )
    with zipfile.ZipFile(out) as file:
        rows = csv.DictReader(StringIO(file.read("sign-off/how-far.csv").decode("utf-8-sig")))
        return said | {(row["Policy"], "file"): row["Signed"] for row in rows}


def behind(words, asked):
    return [n for n in range(asked + 1) if share_in_words(share_of(n, asked)) == words]


def test_no_two_files_tell_when_one_parent_signed_nor_any_share_how_many_have(terms, headteacher):
    policies_being_signed(headteacher)
    count_terms()
    days = [shares_of_parents()]
    for _ in range(6):
        one_more_signs()
        days.append(shares_of_parents())

    assert {place for place, _ in days[0]} == {"Online safety", "Behaviour"}
    assert all(day == days[0] for day in days)
    asked = {"Online safety": 16, "Behaviour": 40}
    for (policy, _), words in days[0].items():
        assert len(behind(words, asked[policy])) >= 5
