"""What governors read of a case: what was chosen, less what is hidden; each look; its end (G2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from governance import actions
from governance.actions.referrals import Shares
from governance.models import Referral
from governance.sharing import shown_of
from incidents import actions as cases
from incidents.actions import hide_words, name_subject, withhold_evidence, write_to_reporter
from incidents.models import CaseParty, EvidenceLook, Part, State
from notifications.delivery import deliver_all_due
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.governance.referring import OPTIONS, QUESTION, SUMMARY, another_governor, draft, refer
from tests.governance.test_referrals import filled_in
from tests.incidents.bringing import a_photo, a_piece
from tests.incidents.cases import a_case, answered

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G2")]
SAID = "Xanthippe wrote a rhyme about Zebedee."
WROTE = "We talked with Zebedee today."


@pytest.fixture
def case(headteacher):
    case = a_case(State.INVESTIGATING)
    case.report.what_happened = SAID
    case.report.save()
    write_to_reporter(case=case, by=headteacher, words=WROTE)
    cases.add_note(case=case, by=headteacher, words="A note of the team.")
    return case


@pytest.fixture
def everything(case, headteacher):
    """Return all that can be shared of the case: one message, one text, one picture."""
    text = a_piece(case, headteacher, b"Zebedee was here.", caption="Of Zebedee")
    (picture,) = cases.add_evidence(case=case, by=headteacher, uploads=[a_photo()])
    messages = tuple(case.entries.filter(kind="message"))
    return Shares(report=True, messages=messages, evidence=(text, picture))


def page_of(referral, name="referral"):
    return reverse(f"governance:{name}", args=[referral.pk])


def file_of(referral, piece):
    return reverse("governance:shared_file", args=[referral.pk, piece.number])


def test_without_a_choice_governors_read_the_referrers_words_and_nothing_of_the_case(
    case, everything, governor, headteacher, sign_in
):
    referral = refer(case, [governor], headteacher)
    client = sign_in(governor)

    page = client.get(page_of(referral)).content.decode()

    assert SUMMARY in page
    for words in (SAID, WROTE, "A note of the team", "Of Zebedee", "messages.txt"):
        assert words not in page
    assert client.get(file_of(referral, everything.evidence[0])).status_code == 404


def test_what_was_chosen_is_read_and_notes_of_the_team_never(
    case, everything, governor, headteacher, sign_in
):
    referral = refer(case, [governor], headteacher, shares=everything)
    client = sign_in(governor)

    page = client.get(page_of(referral)).content.decode()

    assert SAID in page
    assert WROTE in page
    assert "Of Zebedee" in page
    assert "A note of the team" not in page
    for piece in everything.evidence:
        assert client.get(file_of(referral, piece)).status_code == 200
        original = reverse("incidents:piece_original", args=[case.pk, piece.number])
        assert client.get(original).status_code == 404
    assert client.get(file_of(referral, everything.evidence[0])).content == b"Zebedee was here."


def test_hidden_words_are_in_no_byte_of_what_governors_read_whenever_they_were_hidden(
    case, everything, governor, headteacher, sign_in
):
    words = f"{SUMMARY} Zebedee."
    options = "Talk with Zebedee\nLeave it"
    more = {"summary": words, "question": "And Zebedee?", "options": options}
    referral = refer(case, [governor], headteacher, shares=everything, **more)
    client = sign_in(governor)
    assert b"Zebedee" in client.get(page_of(referral)).content

    hide_words(case=case, by=headteacher, words="Zebedee", why="A child.")

    for address in (page_of(referral), page_of(referral, "decide_referral")):
        page = client.get(address).content
        assert b"[hidden]" in page or b"decide" in page
        assert b"zebedee" not in page.lower()
    text, picture = everything.evidence
    assert client.get(file_of(referral, text)).status_code == 404
    assert client.get(file_of(referral, picture)).status_code == 200
    assert "Xanthippe wrote a rhyme about [hidden]." in shown_of(referral).report

    chosen = {"decision": "1", "reasons": "Because of Zebedee."}
    assert client.post(page_of(referral, "decide_referral"), chosen).url == page_of(referral)
    referral.refresh_from_db()
    assert referral.decision == "Talk with Zebedee"
    assert b"zebedee" not in client.get(page_of(referral)).content.lower()


def test_evidence_left_behind_or_put_away_later_is_out_of_their_sight(
    case, everything, governor, headteacher, sign_in
):
    referral = refer(case, [governor], headteacher, shares=everything)
    text, picture = everything.evidence
    client = sign_in(governor)

    withhold_evidence(case=case, by=headteacher, evidence=text, why="Not needed.")
    assert client.get(file_of(referral, text)).status_code == 404
    assert client.get(file_of(referral, picture)).status_code == 200

    cases.say_words_only(case=case, by=headteacher)
    assert client.get(file_of(referral, picture)).status_code == 404


def test_a_message_or_a_file_of_another_case_is_never_shared(case, governor, headteacher):
    other = a_case(State.INVESTIGATING)
    strange = a_piece(other, headteacher)
    note = case.entries.get(kind="note")

    for shares in (Shares(evidence=(strange,)), Shares(messages=(note,))):
        with pytest.raises(DomainError, match="of this case"):
            draft(case, [governor], headteacher, shares=shares)

    assert not Referral.objects.exists()


# --- before it is shared --------------------------------------------------------------------------


def test_nobody_hears_of_a_draft_and_its_preview_is_what_they_will_see(
    case, everything, governor, headteacher, sign_in
):
    hide_words(case=case, by=headteacher, words="rhyme", why="Not needed.")
    written = draft(case, [governor], headteacher, shares=everything, options=OPTIONS)
    reader = sign_in(governor)
    assert reader.get(page_of(written)).status_code == 404
    assert not Message.objects.filter(recipient=governor).exists()

    preview = sign_in(headteacher).get(page_of(written, "preview_referral"))
    actions.share_referral(referral=written, by=headteacher)

    seen = reader.get(page_of(written))
    assert preview.context["shown"] == seen.context["shown"]
    for words in (SUMMARY, QUESTION, "Xanthippe wrote a [hidden]", WROTE, "Of Zebedee"):
        assert words in preview.content.decode()


def test_writing_again_changes_the_draft_and_what_was_not_looked_at_is_not_shared(
    case, governor, headteacher
):
    first = draft(case, [governor], headteacher)
    draft(case, [governor, another_governor()], headteacher, summary="Other words.")

    with pytest.raises(DomainError, match="read once more"):
        actions.share_referral(referral=first, by=headteacher)

    first.refresh_from_db()
    assert first.summary == "Other words."
    assert first.members.count() == 2
    assert Referral.objects.count() == 1


def test_somebody_who_is_named_between_draft_and_sharing_is_not_asked(case, governor, headteacher):
    written = draft(case, [governor], headteacher)
    factories.CasePartyFactory(case=case, person=governor, part=Part.WITNESS)

    with pytest.raises(DomainError, match="as a witness"):
        actions.share_referral(referral=written, by=headteacher)

    written.refresh_from_db()
    assert written.is_draft
    assert not Message.objects.filter(recipient=governor).exists()


def test_the_page_keeps_what_was_typed_and_says_what_to_do(case, governor, headteacher, sign_in):
    client, address = sign_in(headteacher), reverse("governance:refer", args=[case.pk])
    past = (timezone.localdate() - timedelta(days=1)).isoformat()

    for wrong, says in (
        ({"expires_on": past}, "not past"),
        ({"expires_on": "2090-01-01"}, "Choose a last day within a year."),
        ({"expires_on": "soon"}, "Give a real day"),
        ({"options": "Only one"}, "at least two decisions"),
        ({"question": ""}, "Write what you ask them"),
        ({"governors": []}, "Choose at least one governor"),
    ):
        page = client.post(address, filled_in(governor, **wrong)).content.decode()
        assert says in page
        assert SUMMARY in page
    assert not Referral.objects.exists()


# --- until when, and how it ends ------------------------------------------------------------------


def test_after_the_last_day_they_see_nothing_until_the_handler_sets_another(
    case, everything, governor, headteacher, sign_in
):
    referral = refer(case, [governor], headteacher, shares=everything)
    today = timezone.localdate()
    client = sign_in(governor)
    Referral.objects.update(expires_on=today)
    assert client.get(page_of(referral)).status_code == 200

    Referral.objects.update(expires_on=today - timedelta(days=1))

    for address in (page_of(referral), file_of(referral, everything.evidence[1])):
        assert client.get(address).status_code == 404
    assert case.reference not in client.get(reverse("governance:referrals")).content.decode()
    head = sign_in(headteacher)
    later = {"expires_on": (today + timedelta(days=3)).isoformat()}
    assert "they see nothing of it" in head.get(page_of(referral, "end_referral")).content.decode()
    head.post(page_of(referral, "change_last_day"), later)
    assert client.get(page_of(referral)).status_code == 200
    wrong = head.post(page_of(referral, "change_last_day"), {"expires_on": ""}, follow=True)
    assert "Give the last day" in wrong.content.decode()


def test_ending_it_for_one_is_at_once_takes_back_the_letter_and_leaves_them_used_up(
    case, governor, headteacher, sign_in
):
    other = another_governor()
    referral = refer(case, [governor, other], headteacher)
    end = reverse("governance:end_for_one", args=[referral.pk, governor.pk])

    sign_in(headteacher).post(end)

    assert sign_in(governor).get(page_of(referral)).status_code == 404
    assert sign_in(other).get(page_of(referral)).status_code == 200
    assert not Message.objects.filter(recipient=governor).exists()
    again = sign_in(headteacher).post(end, follow=True).content.decode()
    assert "cannot read it any more" in again
    with pytest.raises(NotAllowed):
        actions.end_for_one(referral=referral, person=other, by=other)
    assert referral.members.count() == 2


def test_ending_it_for_one_is_asked_once_and_says_what_happens_and_the_way_back(
    case, governor, headteacher, sign_in
):
    referral, head = refer(case, [governor], headteacher), sign_in(headteacher)
    end = reverse("governance:end_for_one", args=[referral.pk, governor.pk])
    assert f'href="{end}"' in head.get(reverse("governance:end_referral", args=[referral.pk])).text

    page = head.get(end).text

    assert f"End it for {governor}?" in page
    assert "take the case back and put it before the governors once more" in page
    assert sign_in(governor).get(page_of(referral)).status_code == 200
    head.post(end)
    assert sign_in(governor).get(page_of(referral)).status_code == 404
    actions.end_referral(referral=referral, by=headteacher)
    again = refer(case, [governor], headteacher)  # what the page promised
    assert sign_in(governor).get(page_of(again)).status_code == 200


@pytest.mark.rule("I4")
@pytest.mark.parametrize("part", list(Part))
def test_whoever_gets_a_part_in_the_case_later_loses_it_at_once_and_gets_no_letter(
    part, case, everything, governor, headteacher, sign_in, mailoutbox
):
    referral = refer(case, [governor], headteacher, shares=everything)
    client = sign_in(governor)
    Message.objects.filter(recipient=governor).update(locked_until=timezone.now())

    factories.CasePartyFactory(case=case, person=governor, part=part)
    deliver_all_due()

    for address in (
        page_of(referral),
        page_of(referral, "decide_referral"),
        page_of(referral, "seek_advice"),
        file_of(referral, everything.evidence[0]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reasons": "x"}).status_code in (404, 405)
    for name in ("home", "governance:referrals"):
        assert case.reference not in client.get(reverse(name)).content.decode()
    assert not [mail for mail in mailoutbox if governor.email in mail.to]
    with pytest.raises(NotAllowed):
        decide(referral, governor)


@pytest.mark.rule("I4")
def test_the_parent_of_a_child_in_it_loses_it_as_soon_as_the_child_is_named(
    case, governor, headteacher, sign_in
):
    referral = refer(case, [governor], headteacher)
    child = factories.ParenthoodFactory(person=governor).child

    CaseParty.objects.create(case=case, child=child, part=Part.TARGET, name="A child")

    assert sign_in(governor).get(page_of(referral)).status_code == 404


# --- each look ------------------------------------------------------------------------------------


def test_each_look_at_page_and_file_is_on_record_and_shown_to_whoever_handles_it(
    case, everything, governor, headteacher, sign_in
):
    referral = refer(case, [governor], headteacher, shares=everything)
    client = sign_in(governor)

    client.get(page_of(referral))
    client.get(file_of(referral, everything.evidence[0]))

    page = sign_in(headteacher).get(page_of(referral, "end_referral"))
    looks = [(event.facts.get("number"), person) for event, person in page.context["looks"]]
    assert looks == [(1, governor), (None, governor)]
    assert f"{governor} opened evidence 1" in page.content.decode()
    assert EvidenceLook.objects.get().by == governor
    assert Event.objects.on(case).filter(action="incidents.evidence.viewed").count() == 1


# --- what they decide -----------------------------------------------------------------------------


def decide(referral, by, *together_with, decision="Leave it", reasons="It is down."):
    return actions.decide_referral(
        referral=referral,
        by=by,
        decision=decision,
        reasons=reasons,
        together_with=together_with,
    )


def test_the_decision_is_on_the_timeline_with_reasons_and_names_and_the_handler_is_told(
    case, governor, headteacher, sign_in
):
    other = another_governor(full_name="Ola Other")
    referral = refer(case, [governor, other], headteacher, options=OPTIONS)
    Message.objects.all().delete()
    form = {"decision": "2", "reasons": "The page is down.", "together_with": [other.pk]}

    answer = sign_in(governor).post(page_of(referral, "decide_referral"), form)

    assert answer.url == page_of(referral)
    entry = case.entries.get(title="The governors decided: Leave it")
    assert entry.by == governor
    assert entry.words == "The page is down.\n\nDecided by Grace Governey, Ola Other."
    assert Message.objects.get(recipient=headteacher).template == "case_waiting"
    page = sign_in(headteacher).get(page_of(referral, "end_referral")).content.decode()
    assert "The page is down." in page
    assert sign_in(other).get(page_of(referral)).status_code == 200
    event = Event.objects.on(referral).get(action="governance.referral.decided")
    assert event.facts == {"governors": sorted([governor.pk, other.pk])}
    assert actions.end_referral(referral=referral, by=headteacher).state == State.INVESTIGATING


def test_they_decide_once_among_what_they_were_given_and_with_reasons(case, governor, headteacher):
    referral = refer(case, [governor], headteacher, options=OPTIONS)

    for wrong in ({"decision": "Sue them"}, {"decision": ""}, {"reasons": " "}):
        with pytest.raises(DomainError):
            decide(referral, governor, **wrong)
    with pytest.raises(DomainError, match="Only governors who can read this"):
        decide(referral, governor, another_governor())
    decide(referral, governor)

    with pytest.raises(NotAllowed, match="decided already"):
        decide(referral, governor)


def test_whoever_writes_it_down_second_is_told_and_still_has_their_words(
    case, governor, headteacher, sign_in
):
    other = another_governor()
    referral = refer(case, [governor, other], headteacher)
    decide(referral, governor)

    answer = sign_in(other).post(
        page_of(referral, "decide_referral"),
        {"decision": "Ask a solicitor", "reasons": "A page of thoughts."},
    )

    assert answer.status_code == 200
    for words in ("The governors have decided already.", "Ask a solicitor", "A page of thoughts."):
        assert words in answer.text
    assert "Record the decision" not in answer.text
    referral.refresh_from_db()
    assert referral.decision == "Leave it"


def test_without_options_they_say_it_in_one_line_of_their_own(case, governor, headteacher):
    referral = refer(case, [governor], headteacher)

    with pytest.raises(DomainError, match="in one line"):
        decide(referral, governor, decision="x" * 151)

    assert decide(referral, governor, decision="Ask a solicitor").decision == "Ask a solicitor"


def test_nobody_decides_or_looks_after_what_has_ended(case, governor, headteacher, sign_in):
    referral = refer(case, [governor], headteacher)
    actions.end_referral(referral=referral, by=headteacher)

    assert sign_in(governor).post(page_of(referral, "decide_referral"), {}).status_code == 404
    head = sign_in(headteacher)
    assert head.post(page_of(referral, "change_last_day"), {}).status_code == 403
    with pytest.raises(WrongState, match="has ended"):
        actions.end_referral(referral=referral, by=headteacher)


@pytest.mark.rule("I4")
def test_a_case_about_the_head_is_put_before_governors_by_the_chair_and_the_head_finds_nothing(
    cast, sign_in
):
    case = a_case(State.INVESTIGATING)
    case = name_subject(case=case, by=cast.headteacher, person=cast.headteacher)
    case = answered(case, cast.chair, is_allegation=True)
    cases.record_contact(case=case, by=cast.chair, body="lado", was_made=False, reason="They know.")

    referral = refer(case, [cast.governor], cast.chair, options=OPTIONS)

    assert sign_in(cast.governor).get(page_of(referral)).status_code == 200
    head = sign_in(cast.headteacher)
    for name in ("referral", "end_referral", "preview_referral"):
        assert head.get(page_of(referral, name)).status_code == 404
    decide(referral, cast.governor)
    assert not Message.objects.filter(recipient=cast.headteacher).exists()
    assert Message.objects.filter(recipient=cast.chair, template="case_waiting").exists()
