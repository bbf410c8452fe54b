"""Legal advice in the file of its case: in none unless released by somebody named (G3)."""

import pytest
from django.urls import reverse

from audit.models import Event
from governance import actions
from incidents import actions as cases
from incidents.casefile.content import case_file
from incidents.models import Case, State
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests.governance.advising import IN_FILE, NEEDLES, SAYS, WHOM, WHY, seek
from tests.governance.referring import refer
from tests.incidents.cases import a_case, removed_for_good
from tests.incidents.packed import a_bundle, unpacked, where

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G3")]


def test_it_is_in_no_byte_of_the_case_file_by_default(advice, headteacher):
    case = Case.objects.get(pk=advice.referral.case_id)

    files = unpacked(a_bundle(case, headteacher, with_originals=True, why_originals="All."))

    for needle in NEEDLES:
        assert where(needle, files) == []
    assert where("legal advice", files) == []
    assert not case_file(case).added


def test_released_by_somebody_named_and_with_a_reason_it_goes_with_words_and_files(
    advice, governor, headteacher
):
    case = Case.objects.get(pk=advice.referral.case_id)
    earlier = a_bundle(case, headteacher)
    for who in (headteacher,):
        with pytest.raises(NotAllowed):
            actions.release_advice(advice=advice, by=who, why="I want it.")
    with pytest.raises(DomainError, match="Say why"):
        actions.release_advice(advice=advice, by=governor, why=" ")

    actions.release_advice(advice=advice, by=governor, why="For the tribunal.")

    earlier.refresh_from_db()
    assert earlier.withdrawn_at
    files = unpacked(a_bundle(case, headteacher))
    for words in (WHY, WHOM, SAYS, "For the tribunal."):
        assert "chronology.pdf" in where(words, files)
    assert files["released/legal-advice-1-01.txt"] == IN_FILE
    assert Event.objects.on(advice).filter(action="governance.advice.released").count() == 1


def test_kept_back_again_it_is_in_no_file_and_those_made_before_are_thrown_away(
    advice, governor, headteacher, sign_in
):
    case = Case.objects.get(pk=advice.referral.case_id)
    actions.release_advice(advice=advice, by=governor, why="For the tribunal.")
    held = a_bundle(case, headteacher)

    page = reverse("governance:release_advice", args=[advice.pk])
    sign_in(governor).post(page, {"keep_back": "yes"})

    held.refresh_from_db()
    assert held.withdrawn_at
    files = unpacked(a_bundle(case, headteacher))
    assert [needle for needle in NEEDLES if where(needle, files)] == []


def test_words_hidden_in_the_case_are_hidden_in_what_was_released(advice, governor, headteacher):
    case = Case.objects.get(pk=advice.referral.case_id)
    actions.release_advice(advice=advice, by=governor, why="For the tribunal.")

    cases.hide_words(case=case, by=headteacher, words="Quagmire", why="Not needed.")
    cases.hide_words(case=case, by=headteacher, words="Quench", why="Not needed.")

    files = unpacked(a_bundle(case, headteacher))
    assert where("Quagmire", files) == where("Quench", files) == []
    assert "released/legal-advice-1-01.txt" not in files


def test_what_was_not_received_is_not_released_and_what_was_released_is_not_added_to(
    referral, governor, sign_in
):
    advice = seek(referral, governor)
    release = reverse("governance:release_advice", args=[advice.pk])
    assert sign_in(governor).get(release).status_code == 403
    assert sign_in(governor).post(release, {"keep_back": "yes"}).status_code == 403
    actions.add_to_advice(advice=advice, by=governor, words=SAYS)
    assert sign_in(governor).post(release, {"why": "For all."}).status_code == 302

    add = reverse("governance:add_to_advice", args=[advice.pk])
    assert sign_in(governor).get(add).status_code == 403
    second = sign_in(governor).post(add, {"words": "A page that was typed already."})
    assert second.status_code == 200
    assert "A page that was typed already." in second.text
    assert "This advice was released. Keep it back first." in second.text
    assert advice.words.count() == 1
    assert sign_in(governor).get(release).status_code == 403
    second = sign_in(governor).post(release, {"why": "A reason typed already."})
    assert "A reason typed already." in second.text
    assert f"{governor} released this advice on" in second.text
    with pytest.raises((NotAllowed, WrongState), match="released"):
        actions.add_to_advice(advice=advice, by=governor, words="More.")
    for said in ("Kept back.", "Somebody kept it back before you."):
        assert said in sign_in(governor).post(release, {"keep_back": "yes"}, follow=True).text


def test_words_removed_from_the_case_for_good_leave_what_a_lawyer_wrote_as_it_is(
    advice, headteacher
):
    """Whoever handles the case may not know of the advice, nor learn of it by a count."""
    case = Case.objects.get(pk=advice.referral.case_id)
    cases.add_note(case=case, by=headteacher, words="Quench it.")
    mask = cases.hide_words(case=case, by=headteacher, words="Quench", why="Not needed.")

    removed = removed_for_good(mask, headteacher)

    assert removed.places == 1
    assert advice.words.get().words == SAYS


@pytest.mark.rule("I16")
def test_words_removed_for_good_do_not_come_back_with_advice_that_is_released_later(
    advice, governor, headteacher
):
    case = Case.objects.get(pk=advice.referral.case_id)
    cases.add_note(case=case, by=headteacher, words="Quench it.")
    mask = cases.hide_words(case=case, by=headteacher, words="Quench", why="Not needed.")
    removed_for_good(mask, headteacher)

    actions.release_advice(advice=advice, by=governor, why="For the tribunal.")

    assert where("Quench", unpacked(a_bundle(case, headteacher))) == []


def test_a_mask_tells_nobody_whether_there_is_advice(governor, headteacher):
    """It keeps the words in each case that was with governors, with advice or without."""
    for has_advice in (True, False):
        case = a_case(State.INVESTIGATING)
        referral = refer(case, [governor], headteacher)
        if has_advice:
            seek(referral, governor)
        case = Case.objects.get(pk=case.pk)
        cases.add_note(case=case, by=headteacher, words="Flummery.")
        mask = cases.hide_words(case=case, by=headteacher, words="Flummery", why="Not needed.")

        assert removed_for_good(mask, headteacher).words == "Flummery"
