"""The evidence that an inspector is given (G4): what is in it, who has it, how it is made."""

import csv
import hashlib
import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from acknowledgements.models import Request
from audit import chain
from audit.models import Event
from consents.models import Purpose
from consents.queries import permissions_of
from governance.inspection import actions
from governance.inspection.actions import (
    ask_for_inspection,
    clear_inspections,
    make_inspections,
    take_inspection_away,
)
from governance.inspection.tables import this_month
from governance.models import Inspection
from packing.checking import check_parts
from packing.working import MOST_TRIES, NOT_MADE
from policies import actions as policies
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import RoleAssignment
from tests import factories
from tests.conftest import CAST
from tests.incidents.packed import unpacked, where

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G4")]
PAGE = reverse("governance:inspections")
LAST_MONTH = timezone.now() - timedelta(days=40)


def made_for(by) -> Inspection:
    asked = ask_for_inspection(by=by)
    assert make_inspections() == 1
    asked.refresh_from_db()
    return asked


def table(files, path) -> list[dict]:
    return list(csv.DictReader(StringIO(files[path].decode("utf-8-sig"))))


@pytest.fixture
def school(class_teacher, parent, office):
    """Return a school with a policy that a teacher and 11 of 14 parents signed, and a case."""
    version = factories.published(
        policy__title="Online safety", policy__slug="online-safety", created_by=office
    )
    asked = factories.RoundFactory(version=version)
    teacher = factories.RequestFactory(round=asked, person=class_teacher, capacity="staff")
    factories.AcknowledgementFactory(request=teacher)
    type(teacher).objects.filter(pk=teacher.pk).update(reply="signed", replied_at=timezone.now())
    late = factories.RequestFactory(
        round=asked,
        capacity="governor",
        person=factories.PersonFactory(full_name="Slow Signer"),
    )
    assert late.reply == "none"
    for number in range(14):
        child = factories.ChildFactory(
            full_name=f"Childname Number{number}",
            admitted_on=timezone.localdate() - timedelta(days=99),
        )
        signer = factories.PersonFactory(full_name=f"Parentname Number{number}")
        factories.RequestFactory(
            round=asked,
            person=signer,
            capacity="parent",
            child=child,
            asked_at=LAST_MONTH,
            reply="signed" if number > 2 else "none",
            replied_at=LAST_MONTH if number > 2 else None,
        )
    case = factories.CaseFactory(reference="R-SECRET")
    factories.CasePartyFactory(case=case, child=child, person=None)
    policies.publicise(
        version=version,
        channel="newsletter",
        publicised_on=timezone.localdate(),
        where="Letter to Parentname",
        by=office,
    )
    factories.ApprovalFactory(
        purpose="For Childname to read with",
        dpia_reference="Asked Parentname",
        conditions="Childname never alone",
        data="Childname, in full",
        for_families="=Reading at home",
    )
    policies.answer_expected(
        key="anti-bullying", policy=None, why_none="Childname left.", by=office
    )
    return version


# --- what is in it --------------------------------------------------------------------------------


def test_it_holds_policies_signatures_gaps_and_logs_each_with_its_hash(school, clerk):
    files = unpacked(made := made_for(clerk))

    assert files["policies/online-safety-version-1.pdf"].startswith(b"%PDF")
    (approved,) = table(files, "policies/approvals.csv")
    assert (approved["Policy"], approved["By"]) == ("Online safety", "the governing body")
    (signed,) = table(files, "sign-off/signed.csv")
    assert (signed["Name"], signed["As"]) == ("Tom Thistle", "Member of staff")
    how_far = {row["Asked as"]: row for row in table(files, "sign-off/how-far.csv")}
    assert (how_far["Member of staff"]["Signed"], how_far["Member of staff"]["Of"]) == ("1", "1")
    assert how_far["Parent or carer"]["Signed"] == "all, or nearly all"
    missing = [r for r in table(files, "statutory-policies.csv") if r["How it stands"] == "Missing"]
    assert missing
    assert "Not needed" in {r["How it stands"] for r in table(files, "statutory-policies.csv")}
    (known,) = table(files, "publicity.csv")
    assert (known["Policy"], known["By"]) == (str(school), "A newsletter")
    (service,) = table(files, "approved-services.csv")
    assert service["What families read of it"] == "'=Reading at home"
    pictures = table(files, "image-permissions.csv")
    assert {row["Children with a yes"] for row in pictures} == {"none yet, or very few"}
    assert b"Nothing was altered, added or removed." in files["record-of-events.txt"]
    manifest = json.loads(files["manifest.json"])["files"]
    assert {one["path"] for one in manifest} == set(files) - {"manifest.json"}
    for one in manifest:
        assert one["sha256"] == hashlib.sha256(files[one["path"]]).hexdigest()
    assert check_parts(Path(made.file.path), "inspection/1") == made.sha256


def test_what_was_asked_this_month_is_not_counted_yet(school, clerk):
    type(school.rounds.get().requests.get(capacity="staff")).objects.filter(
        capacity="parent"
    ).update(asked_at=timezone.now(), replied_at=timezone.now(), reply="signed")

    rows = table(unpacked(made_for(clerk)), "sign-off/how-far.csv")

    (of_parents,) = (row for row in rows if row["Asked as"] == "Parent or carer")
    assert of_parents["Signed"] == "asked since, so not counted yet"


def test_of_whom_nobody_is_asked_any_more_there_is_no_line(school, clerk):
    parents = Request.objects.filter(capacity="parent")
    parents.update(reply="none", replied_at=None, stopped_at=this_month() - timedelta(days=1))

    rows = table(unpacked(made_for(clerk)), "sign-off/how-far.csv")

    assert rows
    assert "Parent or carer" not in {row["Asked as"] for row in rows}


@pytest.mark.rule("G1")
def test_a_child_who_leaves_this_month_still_counts_with_their_pictures_at_the_end_of_the_last():
    until = this_month()
    tie = factories.ParenthoodFactory(child__admitted_on=date(2020, 9, 1))
    told = until - timedelta(days=3)
    factories.ImageAnswerFactory(child=tie.child, person=tie.person, recorded_at=told)
    of_website = (tie.child_id, Purpose.WEBSITE)

    tie.child.left_on = timezone.localdate(until) - timedelta(days=1)
    tie.child.save()

    assert not permissions_of([tie.child_id])[of_website]
    assert permissions_of([tie.child_id], before=until)[of_website]


def test_it_says_nothing_of_a_case_a_child_a_parent_or_of_who_has_not_signed(school, clerk):
    files = unpacked(made_for(clerk))

    for secret in ("Childname", "Parentname", "R-SECRET", "Slow Signer", "Pat Parker"):
        assert where(secret, files) == [], secret


@pytest.mark.rule("G1", "I4")
def test_two_files_say_the_same_whatever_happens_in_cases_between_them(school, headteacher, chair):
    def said():
        files = unpacked(made_for(headteacher))
        record = files.pop("record-of-events.txt").decode().splitlines()
        varies = ("manifest.json", "read-me.txt", "policies/online-safety-version-1.pdf")
        rest = {name: content for name, content in files.items() if name not in varies}
        return rest, [line for line in record if not line.startswith("Hash of the last")]

    before = said()
    about_the_head = factories.CaseFactory(handling_role="chair", subject_kind="staff")
    factories.CasePartyFactory(case=about_the_head, person=headteacher, part="alleged")
    for _ in range(7):
        chain.record("incidents.case.viewed", by=chair, on=about_the_head)

    assert said() == before


def test_a_record_that_was_altered_is_said_in_it(school, clerk, monkeypatch):
    from audit.chain import ChainReport

    fault = ChainReport(3, "0" * 64, "Event 4 was altered.")
    monkeypatch.setattr("governance.inspection.packing.chain.verify", lambda: fault)

    said = unpacked(made_for(clerk))["record-of-events.txt"].decode()

    assert "NOT sound. Event 4 was altered." in said


# --- how it is made -------------------------------------------------------------------------------


def test_asking_twice_is_asking_once_and_each_step_is_on_record(clerk):
    asked = ask_for_inspection(by=clerk)
    assert ask_for_inspection(by=clerk) == asked
    make_inspections()
    asked.refresh_from_db()
    with take_inspection_away(made=asked, by=clerk):
        pass

    assert asked.done == asked.total > 0
    assert [event.action for event in Event.objects.on(asked).order_by("sequence")] == [
        "governance.inspection.asked_for",
        "governance.inspection.made",
        "governance.inspection.taken",
    ]


def test_whoever_lost_the_role_gets_nothing_made_nor_taken_away(clerk):
    made = made_for(clerk)
    asked = ask_for_inspection(by=clerk)
    RoleAssignment.objects.filter(person=clerk).update(ends_on="2021-01-01")
    clerk.refresh_from_db()

    assert make_inspections() == 0
    asked.refresh_from_db()
    assert asked.fault == actions.NO_LONGER_THEIRS
    with pytest.raises(NotAllowed):
        take_inspection_away(made=made, by=clerk)


def test_a_worker_that_died_is_followed_and_in_the_end_it_is_given_up(clerk, monkeypatch):
    def dies(*args, **kwargs):
        raise MemoryError

    asked = ask_for_inspection(by=clerk)
    monkeypatch.setattr(actions, "pack", dies)
    for _ in range(MOST_TRIES):
        with pytest.raises(MemoryError):
            make_inspections()
        assert make_inspections() == 0
        Inspection.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert make_inspections() == 0
    asked.refresh_from_db()

    assert asked.fault == NOT_MADE


def test_after_a_week_it_is_thrown_away(clerk, django_capture_on_commit_callbacks):
    made = made_for(clerk)
    Inspection.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(WrongState, match="not kept any more"):
        take_inspection_away(made=made, by=clerk)

    with django_capture_on_commit_callbacks(execute=True):
        assert clear_inspections() == 1
    assert not default_storage.exists(made.file.name)
    assert clear_inspections() == 0


def test_a_file_that_was_altered_where_it_is_kept_is_not_handed_out(clerk):
    made = made_for(clerk)
    with default_storage.open(made.file.name, "ab") as file:
        file.write(b"more")

    with pytest.raises(DomainError, match="not the one that was made"):
        take_inspection_away(made=made, by=clerk)


# --- pages ----------------------------------------------------------------------------------------


def test_the_page_says_beforehand_what_is_in_it_and_afterwards_who_saved_it(
    school, clerk, headteacher, sign_in
):
    client = sign_in(clerk)
    page = client.get(PAGE).content.decode()
    assert "Policies in force, each as a PDF" in page
    assert "Nobody has asked for it yet." in page

    page = client.post(PAGE, follow=True).content.decode()
    assert "Being put together" in page
    make_inspections()
    made = Inspection.objects.get()
    address = reverse("governance:take_inspection", args=[made.pk])
    answer = client.get(address)

    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert "evidence-for-an-inspection" in answer["Content-Disposition"]
    page = sign_in(headteacher).get(PAGE).content.decode()
    assert f"Saved by {clerk}" in page
    assert made.sha256 in page


def test_one_that_is_gone_is_said_to_be_gone(clerk, sign_in):
    made = made_for(clerk)
    Inspection.objects.update(expires_at=timezone.now())

    page = sign_in(clerk).get(reverse("governance:take_inspection", args=[made.pk]), follow=True)

    assert "not kept any more" in page.content.decode()


def test_only_the_headteacher_and_the_clerk_come_near_it(cast, sign_in):
    made = made_for(cast.clerk)
    for name in set(CAST) - {"headteacher", "clerk"}:
        client = sign_in(getattr(cast, name))
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE).status_code == 403
        assert client.get(reverse("governance:take_inspection", args=[made.pk])).status_code == 403
    assert sign_in(cast.clerk).put(PAGE).status_code == 405


def test_the_page_costs_the_same_queries_with_few_and_many_files(
    clerk, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in(clerk)
    factories.published(policy__title="Policy")
    with take_inspection_away(made=made_for(clerk), by=clerk):
        pass
    with django_assert_max_num_queries(45) as few:
        client.get(PAGE)
    for number in range(4):
        factories.published(policy__title=f"Policy {number}")
        with take_inspection_away(made=made_for(clerk), by=clerk):
            pass

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(PAGE)
