"""The breach history: when a term is counted, what counts in it, and how a page says it (G1)."""

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from governance.history.counting import SchoolDays, completed_periods, count_terms, steps_of
from governance.history.showing import breach_history
from governance.models import CountedTerm
from incidents.models import BullyingRecord, Kind, Part, State
from school.models import Role
from tests import factories
from tests.days import in_days, today

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G1")]


@pytest.fixture(autouse=True)
def terms():
    """Give a term that is over and has settled, the holiday after it, and a term that runs."""
    over = factories.TermFactory(name="Summer", starts_on=in_days(-100), ends_on=in_days(-40))
    running = factories.TermFactory(name="Autumn", starts_on=in_days(-20), ends_on=in_days(40))
    return over, running


def midday(days_ago: int) -> datetime:
    at = timezone.make_aware(datetime.combine(today(), datetime.min.time()))
    return at + timedelta(hours=12) - timedelta(days=days_ago)


def cases(count: int, kind: str = Kind.COMMENT, days_ago: int = 60, **facts) -> list:
    return [
        factories.CaseFactory(kind=kind, received_at=midday(days_ago), **facts)
        for _ in range(count)
    ]


def closed(count: int, outcome: str, after: int, by, **facts) -> list:
    return cases(
        count,
        state=State.CLOSED,
        outcome=outcome,
        outcome_explanation="It is settled.",
        closed_at=midday(60 - after),
        closed_by=by,
        **facts,
    )


def summer() -> dict:
    """Return what is shown of the term that is over, as it would be counted now."""
    (period,) = completed_periods(today())
    return steps_of(period)


# --- when ---------------------------------------------------------------------------------------


def test_a_term_is_counted_with_its_holiday_once_the_next_has_gone_on_for_two_weeks(terms):
    _, running = terms
    cases(6, days_ago=10)
    cases(5, Kind.IMAGE, days_ago=30)

    running.starts_on = in_days(-13)
    running.save()
    assert count_terms() == 0

    running.starts_on = in_days(-14)
    running.save()
    assert count_terms() == 1
    counted = CountedTerm.objects.get()
    assert (counted.name, counted.first_on) == ("Summer", in_days(-100))
    assert counted.last_on == in_days(-15)
    assert counted.steps["all"] == 5
    assert Event.objects.filter(action="governance.term.counted").count() == 1


def test_a_term_is_counted_once_and_what_happens_afterwards_changes_nothing():
    cases(5)
    count_terms()

    cases(20)

    assert count_terms() == 0
    assert CountedTerm.objects.get().steps["all"] == 5


def test_the_days_of_a_term_that_was_moved_about_are_never_counted_twice(terms):
    over, _ = terms
    cases(5)
    count_terms()

    over.starts_on = in_days(-61)
    over.save()
    factories.TermFactory(
        name="Early summer",
        starts_on=in_days(-99),
        ends_on=in_days(-70),
    )

    assert count_terms() == 0


def test_a_term_that_grew_into_a_counted_one_is_counted_from_the_day_after(terms):
    _, running = terms
    count_terms()
    counted = CountedTerm.objects.get()
    running.starts_on, running.ends_on = counted.last_on, in_days(-18)
    running.save()
    factories.TermFactory(name="Next", starts_on=in_days(-17), ends_on=in_days(9))

    assert count_terms() == 1
    first, second = CountedTerm.objects.all()
    assert second.first_on == first.last_on + timedelta(days=1)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_itself_refuses_to_change_what_was_shown(deed):
    count_terms()
    every = CountedTerm.objects.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        every.update(pupils=1) if deed == "update" else every.delete()


def test_two_terms_of_one_name_are_counted_each_by_itself():
    factories.TermFactory(name="Summer", starts_on=in_days(-200), ends_on=in_days(-130))
    cases(6, days_ago=150)
    cases(12, days_ago=60)
    count_terms()

    history = breach_history()

    assert [line.reported for line in history.terms] == ["5 to 9", "10 to 14"]
    assert all(str(line.term).startswith("Summer, ") for line in history.terms)


# --- what ---------------------------------------------------------------------------------------


def test_breaches_are_laid_out_by_kind_and_by_whom_they_were_about():
    cases(11, Kind.IMAGE, subject_kind="parent_family")
    cases(4, Kind.COMMENT, subject_kind="pupil")

    steps = summer()

    assert steps["all"] == 15
    assert (steps["kind"]["image"], steps["kind"]["comment"]) == (10, 0)
    assert (steps["audience"]["parent_family"], steps["audience"]["pupil"]) == (10, 0)


def test_what_came_of_them_and_how_long_it_took_is_counted(headteacher):
    closed(6, "talk", 1, headteacher)
    closed(7, "request_to_remove", 12, headteacher)
    cases(8)

    steps = summer()

    assert (steps["outcome"]["advice"], steps["outcome"]["steps"]) == (5, 5)
    assert steps["outcome"]["not_established"] == 5  # not decided yet
    assert (steps["time"]["within_2"], steps["time"]["later"]) == (5, 5)
    assert steps["time"]["within_10"] == 5


def test_why_the_school_could_act_is_counted_and_what_it_could_not_act_on_by_itself(headteacher):
    judged = {
        "remit_within": True,
        "remit_why": "It was.",
        "remit_judged_at": timezone.now(),
        "remit_judged_by": headteacher,
    }
    cases(5, remit_grounds=["threat"], **judged)
    cases(5, remit_grounds=["threat", "reputation"], **judged)
    cases(5, outside_school=False)
    cases(6, remit_grounds=[], **judged | {"remit_within": False})

    steps = summer()

    assert {line for line, step in steps["remit"].items() if step} == {"threat", "two", "in_school"}
    assert (steps["all"], steps["outside"]) == (15, 5)
    assert steps["kind"]["comment"] == 15


def test_what_bullying_was_about_is_counted_of_bullying_alone():
    for case in cases(6, Kind.CYBERBULLYING):
        BullyingRecord.objects.create(case=case, motives=["race"])
    for case in cases(5, Kind.CYBERBULLYING):
        BullyingRecord.objects.create(case=case, motives=["race", "sex"])
    for case in cases(9, Kind.COMMENT):
        BullyingRecord.objects.create(case=case, motives=["sex"])

    shown = {line for line, step in summer()["motive"].items() if step}

    assert shown == {"race", "several"}


def test_the_points_of_a_policy_that_came_up_five_times_are_named():
    version = factories.published(title="Social media")
    often, seldom = version.sections.first().clauses.all()[:2]
    for case in cases(5):
        case.clauses.add(often, seldom)
    for case in cases(4):
        case.clauses.add(often)
    cases(1)[0].clauses.add(seldom)

    points = summer()["clause"]

    assert points[f"Social media, {often.number}: {often.text}"] == 5
    assert points[f"Social media, {seldom.number}: {seldom.text}"] == 5
    assert len(points) == 2


@pytest.mark.rule("I4")
@pytest.mark.parametrize("role", [Role.CHAIR, Role.CLERK])
def test_a_case_about_the_headteacher_or_a_governor_never_shows_in_the_counts(role):
    before = summer()

    cases(9, handling_role=role)

    assert summer() == before


@pytest.mark.rule("I8")
@pytest.mark.parametrize("kind", ["staff", "volunteer", "governor"])
@pytest.mark.parametrize("came_to", [None, False])
def test_low_level_concerns_and_what_may_become_one_are_not_counted(kind, came_to):
    before = summer()

    cases(9, subject_kind=kind, meets_harm_threshold=came_to)

    assert summer() == before


@pytest.mark.rule("I8")
def test_an_allegation_is_a_breach_like_others():
    cases(8, subject_kind="staff", meets_harm_threshold=True)

    assert summer()["audience"]["staff"] == 5


def test_a_question_or_worry_is_no_breach():
    cases(9, Kind.CONCERN)

    assert summer()["all"] == 0


def test_school_days_are_counted_from_the_report_or_the_next_day_of_school():
    friday, saturday, monday, tuesday = (datetime(2030, 3, day).date() for day in (1, 2, 4, 5))
    days = SchoolDays([(friday, tuesday)])

    assert days.between(friday, friday) == 0
    assert days.between(friday, monday) == 1
    assert days.between(saturday, monday) == 0
    assert days.between(saturday, tuesday) == 1


def test_sign_off_is_kept_as_it_stood_on_the_last_day_of_the_term(monkeypatch):
    opened = midday(50)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: opened)
        version = factories.published(title="Social media")
    asked = factories.RoundFactory(version=version, opened_at=opened)
    for number in range(20):
        signed_at = midday(25) if number < 10 else midday(3)
        factories.RequestFactory(round=asked, asked_at=opened, reply="signed", replied_at=signed_at)
    count_terms()

    # Of twenty, ten to fifteen share one figure; all twenty had been "all, or nearly all".
    assert CountedTerm.objects.get().sign_off == {"Social media": {"required": 6, "parents": None}}


def test_terms_are_counted_in_as_many_queries_with_few_and_with_many_cases(
    django_assert_num_queries, django_assert_max_num_queries
):
    cases(3)
    with django_assert_max_num_queries(20) as few:
        summer()
    cases(30, Kind.IMAGE)

    with django_assert_num_queries(len(few.captured_queries)):
        summer()


# --- on the page --------------------------------------------------------------------------------


def page_of(client, **chosen) -> str:
    return client.get(reverse("governance:history"), chosen).content.decode()


def test_the_page_says_its_finding_in_a_sentence_and_names_nobody(governor, sign_in):
    cases(6)
    secret = factories.CasePartyFactory(
        case=cases(1, Kind.IMAGE)[0],
        part=Part.ALLEGED,
        person=factories.PersonFactory(full_name="Named Nobody"),
    )
    count_terms()

    page = page_of(sign_in(governor))

    assert "In Summer, 5 to 9 breaches were reported." in page
    assert "In Summer, most often (5 to 9): A comment about somebody." in page
    assert "fewer than five" in page
    assert secret.person.full_name not in page
    assert secret.case.reference not in page


def test_a_chart_has_a_title_a_description_and_its_table_and_no_style_of_its_own(governor, sign_in):
    cases(6)
    count_terms()

    page = page_of(sign_in(governor))

    assert '<title id="kind-title">Breaches reported, by kind, Summer</title>' in page
    assert (
        "A comment about somebody: 5 to 9. A picture without permission: fewer than five." in page
    )
    assert "<caption>Breaches reported, by kind</caption>" in page
    assert "style=" not in page


def test_the_reader_chooses_one_table_and_the_last_of_six_terms(governor, sign_in):
    for number in range(8):
        factories.TermFactory(
            name=f"Old {number}",
            starts_on=today() - timedelta(days=2000 - 100 * number),
            ends_on=today() - timedelta(days=1950 - 100 * number),
        )
    count_terms()
    client, chosen = sign_in(governor), CountedTerm.objects.get(name="Old 6")

    latest, earlier = page_of(client), page_of(client, until=chosen.pk, by="time")

    assert '<th scope="col">Old 3</th>' in latest
    assert '<th scope="col">Old 2</th>' not in latest
    assert '<th scope="col">Old 1</th>' in earlier
    assert '<th scope="col">Old 7</th>' not in earlier
    assert "School days until a decision" in earlier


@pytest.mark.parametrize("chosen", [{"by": "name"}, {"until": "999"}, {"until": "x", "by": "x"}])
def test_a_choice_that_does_not_exist_is_said_and_the_page_is_shown(governor, sign_in, chosen):
    count_terms()

    page = page_of(sign_in(governor), **chosen)

    assert "Choose one of the list." in page
    assert "Breaches reported, by kind" in page


def test_before_a_term_is_counted_the_pages_say_so(governor, sign_in):
    client = sign_in(governor)

    for name in ("history", "history_print"):
        page = client.get(reverse(f"governance:{name}")).content.decode()
        assert "No term has been counted yet." in page
    assert client.get(reverse("governance:history_csv")).content.decode().count("\n") == 1


def test_the_pages_to_print_hold_every_table(governor, sign_in):
    cases(6)
    count_terms()

    page = sign_in(governor).get(reverse("governance:history_print")).content.decode()

    for name in ("Kind of breach", "Point of the policy", "Time to decide", "What bullying was"):
        assert name in page


def test_the_file_holds_the_same_steps_and_nothing_that_a_spreadsheet_would_run(governor, sign_in):
    version = factories.published(title="=1+1")
    for case in cases(6):
        case.clauses.add(version.sections.first().clauses.first())
    count_terms()

    answer = sign_in(governor).get(reverse("governance:history_csv"))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))

    assert ["Summer", "In all", "Breaches reported", "5 to 9"] in rows
    assert ["Summer", "Kind of breach", "Bullying online", "fewer than five"] in rows
    (point,) = [row for row in rows if row[1] == "Point of the policy"]
    assert point[2].startswith("'=1+1, ")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["history", "history_print", "history_csv"])
def test_only_those_who_may_read_it_do_and_nobody_writes_to_it(
    name, class_teacher, governor, sign_in
):
    address = reverse(f"governance:{name}")

    assert sign_in(class_teacher).get(address).status_code == 403
    assert sign_in(governor).post(address).status_code == 405


def test_a_rate_is_said_for_every_hundred_pupils(governor, sign_in):
    factories.ChildFactory.create_batch(50, admitted_on=in_days(-400))
    cases(6)
    count_terms()

    assert "10 to 18" in page_of(sign_in(governor))


def test_the_page_costs_the_same_queries_with_few_and_many_terms(
    governor, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client, address = sign_in(governor), reverse("governance:history")
    count_terms()
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    for number in range(1, 30):
        CountedTerm.objects.create(
            name=f"Old {number}",
            first_on=today() - timedelta(days=4000 - 10 * number),
            last_on=today() - timedelta(days=3991 - 10 * number),
            pupils=90,
            steps=CountedTerm.objects.last().steps,
            sign_off={},
        )

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)
