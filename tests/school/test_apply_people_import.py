"""A list of people, from its bytes to the rows it writes: all of them, or none."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import Event
from school import actions
from school.access import NotAllowed
from school.errors import BadFile
from school.models import (
    Child,
    Parenthood,
    PeopleImport,
    Person,
    Role,
    RoleAssignment,
    SchoolClass,
)
from school.people_import import COLUMNS
from school.signals import people_changed
from tests import factories

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "docs/samples/people.csv"
HEADINGS = ",".join(COLUMNS)
FAMILY = "parent,,,Ada Lee,Robins,2026-09-02"


def written(*lines: str) -> bytes:
    return "\n".join([HEADINGS, *lines]).encode()


def faults(*lines: str, by: Person | None = None) -> list[str]:
    plan = actions.plan_of(written(*lines).decode(), by=by)
    return [str(fault) for fault in plan.faults]


def changes(*lines: str) -> dict[str, int]:
    plan = actions.plan_of(written(*lines).decode(), by=None)
    assert not plan.faults
    return {name: count for name, count in plan.counts().items() if count}


def put_in(*lines: str, by: Person) -> PeopleImport:
    upload = actions.preview_people(content=written(*lines), file_name="people.csv", by=by)
    return actions.apply_people_import(upload=upload, by=by)


def test_the_sample_goes_in_whole(office):
    upload = actions.preview_people(content=SAMPLE.read_bytes(), file_name="people.csv", by=office)

    actions.apply_people_import(upload=upload, by=office)

    leila = Person.objects.get(email="leila.farouk@families.example")
    assert {child.full_name for child in leila.children.all()} == {"Yusuf Farouk", "Amina Farouk"}
    martin = Parenthood.objects.get(person__email="martin.lane@families.example")
    assert martin.is_restricted
    assert Person.objects.get(full_name="Winifred Stone").email is None
    assert not leila.has_usable_password()


def test_a_list_leaves_history_and_one_event_that_holds_counts_only(office):
    upload = put_in(f"Ann Lee,ann@example.test,{FAMILY},mother,yes,no", by=office)

    event = Event.objects.get(action="school.people.imported")
    counts = event.facts["counts"]
    assert counts["people"] == counts["children"] == counts["parents"] == 1
    assert "Lee" not in str(event.facts)
    assert Person.history.filter(full_name="Ann Lee").exists()
    assert upload.content == ""


def test_who_listens_hears_of_a_list_once(office):
    heard = []

    def listen(sender, by, **kwargs):
        heard.append(by)

    people_changed.connect(listen)
    try:
        put_in("Ann Lee,ann@example.test,staff,,,,,,,,", by=office)
    finally:
        people_changed.disconnect(listen)

    assert heard == [office]


def test_saying_yes_twice_puts_the_list_in_once(office):
    upload = put_in("Ann Lee,ann@example.test,staff,,,,,,,,", by=office)

    actions.apply_people_import(upload=upload, by=office)

    assert Person.objects.filter(email="ann@example.test").count() == 1
    assert Event.objects.filter(action="school.people.imported").count() == 1


def test_the_same_list_put_in_again_changes_nothing(office):
    lines = (
        "Ann Lee,ann@example.test,staff,2026-01-01,,,,,,,",
        "Bo Ray,,volunteer,2026-01-01,,,,,,,",
        f"Ann Lee,ann@example.test,{FAMILY},mother,yes,no",
    )
    put_in(*lines, by=office)

    assert changes(*lines) == {}


def test_nothing_is_written_while_one_line_is_bad(office):
    lines = ("Ann Lee,ann@example.test,staff,,,,,,,,", "Bo Ray,bo@,staff,,,,,,,,")
    upload = actions.preview_people(content=written(*lines), file_name="people.csv", by=office)

    with pytest.raises(BadFile, match="Line 3, email"):
        actions.apply_people_import(upload=upload, by=office)

    assert not Person.objects.filter(email="ann@example.test").exists()
    upload.refresh_from_db()
    assert upload.applied_at is None


def test_a_fault_after_the_first_write_leaves_nothing_half_written(office):
    class Fault(Exception):
        pass

    def fail(sender, **kwargs):
        raise Fault

    people_changed.connect(fail)
    try:
        with pytest.raises(Fault):
            put_in(f"Ann Lee,ann@example.test,{FAMILY},,,", by=office)
    finally:
        people_changed.disconnect(fail)

    assert not Person.objects.filter(email="ann@example.test").exists()
    assert not Child.objects.exists()
    assert not Event.objects.filter(action="school.people.imported").exists()


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            ("Ann Lee,ann@x.test,staff,,,,,,,,", "Ann Lee,ann@x.test,staff,,,,,,,,"),
            "Line 3: This is on the list already, in line 2. Take one out.",
        ),
        (
            ("Ann Lee,ann@x.test,staff,,,,,,,,", "Bo Ray,ann@x.test,volunteer,,,,,,,,"),
            "Line 3, full_name: “ann@x.test” belongs to Ann Lee, not to Bo Ray. "
            "Correct one of the two.",
        ),
        (
            ("Ann Lee,ann@x.test,staff,,,,,,,,", "Ann Lee,,volunteer,,,,,,,,"),
            "Line 3, email: Somebody called Ann Lee is known by an e-mail address. Write it here, "
            "or write a middle name if this is somebody else.",
        ),
        (
            (f"Ann Lee,ann@x.test,{FAMILY},,,", f"Ann Lee,ann@x.test,{FAMILY},,,"),
            "Line 3: This is on the list already, in line 2. Take one out.",
        ),
        (
            (
                f"Ann Lee,ann@x.test,{FAMILY},,,",
                "Bo Lee,bo@x.test,parent,,,Ada Lee,Owls,2026-09-02,,,",
            ),
            "Line 3, class: Ada Lee is in Robins in line 2.",
        ),
        (
            (
                f"Ann Lee,ann@x.test,{FAMILY},,,",
                "Bo Lee,bo@x.test,parent,,,Ada Lee,Robins,2026-09-03,,,",
            ),
            "Line 3, joins_on: Ada Lee joins on Wednesday 2 September 2026 in line 2. Correct "
            "one, or write a middle name if this is another child.",
        ),
        (
            ("Ann Lee,ann@x.test,chair,,,,,,,,", "Ann Lee,ann@x.test,staff,,,,,,,,"),
            "Line 3, role: The roles “Member of staff” and “Chair of governors” cannot be held by "
            "one person on the same day. End one before the other begins.",
        ),
    ],
)
def test_lines_that_contradict_each_other_are_named(lines, fault):
    assert faults(*lines) == [fault]


def test_an_address_on_record_under_another_name_is_a_fault_and_not_a_new_name():
    factories.PersonFactory(full_name="Ann Lee", email="ann@x.test")

    (fault,) = faults("Bo Ray,ANN@X.test,staff,,,,,,,,")

    assert "belongs to Ann Lee" in fault


def test_a_role_held_already_is_no_change_and_no_error():
    person = factories.PersonFactory(full_name="Ann Lee", email="ann@x.test")
    factories.RoleAssignmentFactory(person=person, role=Role.STAFF)

    assert changes("ann lee,ann@x.test,staff,2026-09-01,,,,,,,") == {}


def test_a_last_day_on_the_list_ends_the_role_on_record(headteacher):
    person = factories.PersonFactory(full_name="Ann Lee", email="ann@x.test")
    factories.RoleAssignmentFactory(person=person, role=Role.STAFF)

    put_in("Ann Lee,ann@x.test,staff,2026-01-01,2026-07-17,,,,,,", by=headteacher)

    assert RoleAssignment.objects.get(person=person).ends_on == date(2026, 7, 17)


def test_a_role_taken_up_again_after_a_gap_is_a_new_one():
    person = factories.PersonFactory(full_name="Ann Lee", email="ann@x.test")
    factories.RoleAssignmentFactory(person=person, role=Role.STAFF, ends_on=date(2022, 7, 20))

    assert changes("Ann Lee,ann@x.test,staff,2026-09-01,,,,,,,") == {"roles": 1}


def test_a_child_on_record_moves_to_the_class_on_the_list(office):
    child = factories.ChildFactory(full_name="Ada Lee", admitted_on=date(2026, 9, 2))
    lines = "Ann Lee,ann@x.test,parent,,,Ada Lee,Owls,2026-09-02,,,"

    put_in(lines, by=office)

    child.refresh_from_db()
    assert child.school_class == SchoolClass.objects.get(name="Owls")


@pytest.mark.rule("A4")
def test_a_list_never_lifts_a_court_restriction():
    child = factories.ChildFactory(full_name="Ada Lee", admitted_on=date(2026, 9, 2))
    person = factories.PersonFactory(full_name="Ann Lee", email="ann@x.test")
    factories.ParenthoodFactory(child=child, person=person, is_restricted=True)

    assert "court restriction is on record" in faults(f"Ann Lee,ann@x.test,{FAMILY},,,no")[0]
    assert changes(f"Ann Lee,ann@x.test,{FAMILY},,,") == {}


def test_what_ties_a_parent_to_a_child_follows_the_list(office):
    child = factories.ChildFactory(full_name="Ada Lee", admitted_on=date(2026, 9, 2))
    person = factories.PersonFactory(full_name="Ann Lee", email="ann@x.test")
    tie = factories.ParenthoodFactory(child=child, person=person)

    put_in(f"Ann Lee,ann@x.test,{FAMILY},aunt,no,yes", by=office)

    tie.refresh_from_db()
    assert (tie.relationship, tie.has_responsibility, tie.is_restricted) == ("aunt", False, True)


def test_nobody_gives_by_a_list_what_they_may_not_give_by_hand(office):
    line = "Bo Ray,bo@x.test,headteacher,,,,,,,,"

    assert "You cannot give or end the role “Headteacher”" in faults(line, by=office)[0]


def test_only_who_looks_after_people_puts_in_a_list(governor):
    with pytest.raises(NotAllowed):
        actions.preview_people(content=written(""), file_name="people.csv", by=governor)


def test_planning_costs_the_same_queries_however_long_the_list(django_assert_num_queries):
    for count in (3, 300):
        lines = [f"Person N{n},n{n}@x.test,{FAMILY},,," for n in range(count)]
        with django_assert_num_queries(5):
            assert changes(*lines)["people"] == count


def test_the_pages_lead_from_file_to_preview_to_people(office, sign_in):
    client = sign_in(office)
    with SAMPLE.open("rb") as file:
        answer = client.post(reverse("school:import_people"), {"file": file}, follow=True)

    page = answer.content.decode()
    assert "New person; Member" not in page
    assert "Member of staff from Tuesday 1 September 2026" in page
    assert not Person.objects.filter(full_name="Naomi Fairweather").exists()

    answer = client.post(answer.redirect_chain[-1][0], follow=True)

    assert "The list was put in" in answer.content.decode()
    assert Person.objects.filter(full_name="Naomi Fairweather").exists()
    assert client.get(reverse("school:import_preview", args=[PeopleImport.objects.get().pk]))


def test_the_preview_names_each_fault_and_offers_no_yes(office, sign_in):
    upload = actions.preview_people(
        content=written("A B,a@b.test,staff,31/02/2026,,,,,,,"), file_name="p.csv", by=office
    )
    address = reverse("school:import_preview", args=[upload.pk])

    page = sign_in(office).get(address).content.decode()
    assert "Line 2, starts_on: “31/02/2026” is not a date." in page
    assert "Put in the list" not in page

    page = sign_in(office).post(address).content.decode()
    assert "Nothing was put in" in page


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04", b"a" * (2 * 1024**2 + 1)])
def test_a_bad_file_gets_a_sentence_on_the_form(content, office, sign_in, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    with path.open("rb") as file:
        answer = sign_in(office).post(reverse("school:import_people"), {"file": file})

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not PeopleImport.objects.exists()


def test_nobody_opens_the_list_that_another_uploaded(office, headteacher, sign_in):
    upload = actions.preview_people(
        content=written("A B,,staff,,,,,,,,"), file_name="people.csv", by=office
    )

    assert (
        sign_in(headteacher).post(reverse("school:import_preview", args=[upload.pk])).status_code
        == 404
    )


def test_the_command_previews_without_writing_and_then_puts_in(capsys):
    call_command("import_people", str(SAMPLE), "--preview")
    assert "Naomi Fairweather: New person" in capsys.readouterr().out
    assert not Person.objects.exists()

    call_command("import_people", str(SAMPLE))
    assert "people: 8" in capsys.readouterr().out
    assert Person.objects.count() == 8


def test_the_command_names_each_fault_and_fails(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(written("A B,a@,staff,,,,,,,,", "C D,,king,,,,,,,,"))

    with pytest.raises(CommandError, match=r"(?s)Line 2, email.*Line 3, role"):
        call_command("import_people", str(path), "--preview")
    with pytest.raises(CommandError, match="2 things need correcting"):
        call_command("import_people", str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_people", str(tmp_path / "none.csv"))
    assert not Person.objects.exists()
