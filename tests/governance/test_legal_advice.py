"""Legal advice: sought, received, read by those named only, in no file unless released (G3)."""

from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from governance import actions, queries
from governance.models import AdviceFile, LegalAdvice
from incidents.models import Case, Part
from notifications.delivery import deliver_all_due, render
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError
from school.models import Role
from tests import factories
from tests.conftest import CAST
from tests.governance.advising import IN_FILE, NEEDLES, SAYS, WHOM, WHY, seek
from tests.governance.referring import another_governor
from tests.incidents.bringing import an_upload, on_disk

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G3")]


def name(advice, person, by):
    actions.name_reader(advice=advice, person=person, by=by)


def test_two_presses_record_one_advice(referral, governor):
    recorded = [seek(referral, governor) for _ in range(2)]

    another = seek(referral, governor, why="Something else.")

    assert recorded[0] == recorded[1] != another


def pages_of(advice):
    one = {"advice_file": [advice.pk, 1], "end_naming": [advice.pk, 1]}
    names = ("advice", "add_to_advice", "advice_readers", "release_advice", *one)
    return [reverse(f"governance:{n}", args=one.get(n, [advice.pk])) for n in names]


def test_who_decided_when_why_and_from_whom_is_on_record_and_those_are_named(
    referral, governor, chair
):
    advice = seek(referral, governor, chair)

    assert set(advice.deciders.all()) == {governor, chair}
    assert (advice.why, advice.from_whom) == (WHY, WHOM)
    assert advice.decided_on == timezone.localdate()
    assert {reader.person for reader in advice.readers.all()} == {governor, chair}


def test_only_governors_who_read_the_referral_can_seek_it_and_nothing_may_be_missing(
    referral, cast
):
    for who in CAST:
        if who not in ("governor", "chair"):
            with pytest.raises(NotAllowed):
                seek(referral, getattr(cast, who))
    for wrong in ({"why": " "}, {"from_whom": ""}, {"decided_on": tomorrow()}):
        with pytest.raises(DomainError):
            seek(referral, cast.governor, **wrong)
    with pytest.raises(DomainError, match="can read this referral"):
        seek(referral, cast.governor, cast.headteacher)
    assert not LegalAdvice.objects.exists()


def test_a_governor_who_came_to_work_at_the_school_reads_it_no_more(advice, governor, sign_in):
    page = reverse("governance:advice", args=[advice.pk])
    assert sign_in(governor).get(page).status_code == 200

    factories.RoleAssignmentFactory(person=governor, role=Role.STAFF)

    assert sign_in(governor).get(page).status_code == 404


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("who", [who for who in CAST if who != "governor"])
def test_whoever_is_not_named_finds_no_trace_of_it_on_any_page(who, advice, cast, sign_in):
    """The chair, asked about the same case, the Headteacher, who handles it, and everybody else."""
    person = getattr(cast, who)
    client = sign_in(person)
    case = advice.referral.case

    for page in pages_of(advice):
        assert client.get(page).status_code in (404, 405)
        assert client.post(page, {"why": "x", "person": 1}).status_code in (404, 405)
    looked = ["home", "governance:advice_list", "governance:referrals", "incidents:queue"]
    addresses = [reverse(name) for name in looked]
    addresses += [
        reverse(f"incidents:{name}", args=[case.pk])
        for name in ("case", "case_file", "hide_words", "bundles")
    ]
    addresses += [
        reverse(f"governance:{name}", args=[advice.referral_id])
        for name in ("referral", "end_referral")
    ]
    for address in addresses:
        content = client.get(address).content.decode()
        assert str(advice.pk) not in content
        assert not [needle for needle in NEEDLES if needle in content]
    assert not LegalAdvice.objects.visible_to(person).exists()
    assert not Message.objects.filter(recipient=person, template="legal_advice").exists()


def test_the_case_its_timeline_and_its_events_say_nothing_of_it(referral, governor, headteacher):
    case = referral.case
    before = (case.entries.count(), Event.objects.on(case).count())
    meter = queries.candidates(case)

    advice = seek(referral, governor)
    actions.add_to_advice(advice=advice, by=governor, words=SAYS)

    assert (case.entries.count(), Event.objects.on(case).count()) == before
    assert queries.candidates(case) == meter
    for event in Event.objects.on(advice):
        assert str(case.pk) not in str(event.facts)
    assert not hasattr(LegalAdvice, "history")


def test_no_administrators_site_and_no_history_keeps_it():
    ours = apps.get_app_config("governance").get_models()

    assert not [model for model in ours if hasattr(model, "history")]
    assert not apps.is_installed("django.contrib.admin")


def test_the_named_read_words_and_files_each_look_is_on_record_and_shown_to_them(
    advice, governor, sign_in
):
    client = sign_in(governor)
    page = reverse("governance:advice", args=[advice.pk])

    file = client.get(reverse("governance:advice_file", args=[advice.pk, 1]))
    seen = client.get(page).content.decode()

    assert file.content == IN_FILE
    assert file["Content-Disposition"].startswith("attachment")
    for words in (SAYS, WHY, WHOM, "letter-of-advice.txt"):
        assert words in seen
    assert f"{governor} opened file 1" in seen
    looks = Event.objects.on(advice).filter(action__in=queries.ADVICE_LOOKS)
    assert looks.count() == 2


@pytest.mark.rule("S1")
def test_the_letter_says_nothing_of_it_and_names_no_case(referral, governor, chair):
    seek(referral, governor, chair)

    letter = render(Message.objects.get(template="legal_advice"))

    for secret in (WHY, WHOM, referral.case.reference, "legal"):
        assert secret.lower() not in letter.subject.lower() + letter.body.split("http")[0].lower()


# --- who is named ---------------------------------------------------------------------------------


def test_the_head_reads_it_once_named_and_not_a_moment_longer(
    advice, governor, headteacher, sign_in
):
    client, page = sign_in(headteacher), reverse("governance:advice", args=[advice.pk])
    assert client.get(page).status_code == 404

    name(advice, headteacher, governor)
    assert client.get(page).status_code == 200
    end = reverse("governance:end_naming", args=[advice.pk, headteacher.pk])
    sign_in(governor).post(end)

    assert client.get(page).status_code == 404
    assert not Message.objects.filter(recipient=headteacher, template="legal_advice").exists()
    name(advice, headteacher, governor)
    assert client.get(page).status_code == 200


def test_only_those_who_know_of_the_case_and_the_clerk_can_be_named(advice, cast):
    untouched = another_governor()

    assert set(queries.who_can_be_named(advice)) == {cast.chair, cast.headteacher, cast.clerk}
    for person in (untouched, cast.dsl, cast.parent, cast.office, cast.deputy):
        with pytest.raises(DomainError, match="cannot be named"):
            name(advice, person, cast.governor)


def test_somebody_has_to_be_left_who_can_read_it(advice, governor, chair):
    with pytest.raises(DomainError, match="Somebody has to"):
        actions.end_naming(advice=advice, person=governor, by=governor)
    name(advice, chair, governor)

    actions.end_naming(advice=advice, person=governor, by=governor)

    assert not LegalAdvice.objects.visible_to(governor).exists()
    with pytest.raises(NotAllowed):
        actions.end_naming(advice=advice, person=chair, by=governor)
    with pytest.raises(DomainError):
        actions.end_naming(advice=advice, person=chair, by=chair)


@pytest.mark.rule("I4")
@pytest.mark.parametrize(("who", "part"), list(product(["governor", "headteacher", "clerk"], Part)))
def test_nobody_with_a_part_in_the_case_is_named_and_whoever_gets_one_loses_sight_at_once(
    who, part, advice, cast, sign_in
):
    person, by = getattr(cast, who), cast.governor
    if who != "governor":
        name(advice, person, by)
    assert LegalAdvice.objects.visible_to(person).exists()

    factories.CasePartyFactory(case=advice.referral.case, person=person, part=part)

    if part == Part.ALLEGED or who != "headteacher":
        client = sign_in(person)
        for page in pages_of(advice):
            assert client.get(page).status_code in (404, 405)
        assert not LegalAdvice.objects.visible_to(person).exists()
    advice.readers.filter(person=person).update(ended_at=timezone.now(), ended_by=by)
    assert person not in queries.who_can_be_named(advice)


@pytest.mark.rule("I4")
def test_a_letter_that_a_worker_holds_does_not_leave_to_a_subject(
    referral, governor, chair, mailoutbox
):
    seek(referral, governor, chair)
    Message.objects.filter(recipient=chair).update(locked_until=timezone.now())

    factories.CasePartyFactory(case=referral.case, person=chair)
    deliver_all_due()

    assert not [mail for mail in mailoutbox if chair.email in mail.to]


@pytest.mark.rule("I8")
def test_of_a_low_level_concern_governors_see_no_legal_advice_either(advice, governor, sign_in):
    Case.objects.update(subject_kind="staff", meets_harm_threshold=False)

    for page in pages_of(advice):
        assert sign_in(governor).get(page).status_code in (404, 405)
    with pytest.raises(NotAllowed):
        seek(advice.referral, governor)


def test_ending_a_naming_is_asked_once_and_whoever_was_named_again_can_be_ended_again(
    advice, governor, chair, sign_in
):
    end, browser = reverse("governance:end_naming", args=[advice.pk, chair.pk]), sign_in(governor)
    for _ in range(2):
        name(advice, chair, governor)
        readers = browser.get(reverse("governance:advice_readers", args=[advice.pk])).text
        assert f'href="{end}"' in readers
        assert f"End it for {chair}?" in browser.get(end).text
        assert LegalAdvice.objects.visible_to(chair).exists()
        browser.post(end)
        assert not LegalAdvice.objects.visible_to(chair).exists()

    for_oneself = browser.get(reverse("governance:end_naming", args=[advice.pk, governor.pk])).text
    assert "End it for yourself?" in for_oneself


def test_whose_naming_ended_after_the_case_was_taken_back_can_be_named_again(
    advice, governor, chair, headteacher
):
    name(advice, chair, governor)
    actions.end_referral(referral=advice.referral, by=headteacher)
    actions.end_naming(advice=advice, person=governor, by=chair)
    assert not LegalAdvice.objects.visible_to(governor).exists()

    assert governor in queries.who_can_be_named(advice)
    name(advice, governor, chair)

    assert LegalAdvice.objects.visible_to(governor).exists()


def test_it_outlives_the_referral_and_ends_with_the_role(advice, governor, headteacher):
    actions.end_referral(referral=advice.referral, by=headteacher)
    assert LegalAdvice.objects.visible_to(governor).exists()

    governor.assignments.filter(role=Role.GOVERNOR).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    governor.refresh_from_db()

    assert not LegalAdvice.objects.visible_to(governor).exists()


def test_it_ends_for_whom_the_referral_was_ended_alone_and_does_not_come_back(
    advice, governor, chair, headteacher, sign_in
):
    name(advice, chair, governor)

    assert len(queries.readers_of_advice(advice)) == 2
    actions.end_for_one(referral=advice.referral, person=chair, by=headteacher)

    # Nobody is said to read it who does not, and why not is not said.
    assert [each.person for each in queries.readers_of_advice(advice)] == [governor]
    for page in ("advice", "advice_readers"):
        shown = sign_in(governor).get(reverse(f"governance:{page}", args=[advice.pk]))
        assert [each.person for each in shown.context["readers"]] == [governor]
    assert not LegalAdvice.objects.visible_to(chair).exists()
    actions.end_referral(referral=advice.referral, by=headteacher)
    assert not LegalAdvice.objects.visible_to(chair).exists()
    assert LegalAdvice.objects.visible_to(governor).exists()


@pytest.mark.rule("I4")
def test_whose_family_comes_into_the_case_reads_no_advice_about_it(advice, governor):
    child = factories.ParenthoodFactory(person=governor).child
    partner = factories.ParenthoodFactory(child=child).person

    factories.CasePartyFactory(case=advice.referral.case, person=partner, part=Part.ALLEGED)

    assert not LegalAdvice.objects.visible_to(governor).exists()


# --- files ----------------------------------------------------------------------------------------


def test_what_is_no_letter_is_refused_with_a_sentence_and_the_words_stay(advice, governor, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = reverse("governance:add_to_advice", args=[advice.pk])
    bad = SimpleUploadedFile("advice.html", b"<html><script>alert(1)</script></html>")

    answer = sign_in(governor).post(page, {"words": "Typed already.", "uploads": bad})

    assert answer.context["form"].errors["uploads"]
    assert "Typed already." in answer.content.decode()
    nothing = sign_in(governor).post(page, {"words": " "})
    assert "Write what the advice says" in nothing.content.decode()
    assert AdviceFile.objects.count() == 1


def test_when_nothing_can_be_kept_no_file_stays_on_the_disk(advice, governor):
    before = on_disk()
    AdviceFile.objects.update(number=actions.advice.MOST_FILES)

    with pytest.raises(DomainError, match="room for"):
        actions.add_to_advice(advice=advice, by=governor, uploads=[an_upload()])

    assert on_disk() == before


def test_the_list_costs_the_same_queries_with_few_and_many(
    governor, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client, address = sign_in(governor), reverse("governance:advice_list")
    for _ in range(3):
        factories.AdviceReaderFactory(person=governor)
    with django_assert_max_num_queries(20) as few:
        client.get(address)
    for _ in range(20):
        factories.AdviceReaderFactory(person=governor)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)
