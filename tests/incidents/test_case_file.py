"""The file of a case as one ZIP: what is in it, who gets it, and how long it is kept (I16)."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from audit import chain
from audit.models import Event
from incidents import actions
from incidents.actions import bundles
from incidents.casefile import packing
from incidents.casefile.evidence import WITHHELD
from incidents.models import Bundle, State, WordsOnly
from packing.models import KEPT_FOR
from policies.pdf.making import PdfNotMade
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Role
from tests import factories
from tests.days import in_days
from tests.governance.referring import refer
from tests.incidents.cases import a_case, a_report
from tests.incidents.packed import a_bundle, a_piece, unpacked, where, words_of
from tests.uploads.nasty import SECRET, jpeg
from uploads import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I16")]


def says(bundle):
    return json.loads(unpacked(bundle)["case.json"])


IN_BOTH = [
    "Xanthippe posted a dreadful rhyme",
    "Snapgram",
    "Rhoda Reporter",
    "Seen at breakfast.",
    "It frightened some.",
    "poses a threat to a member of the school community",
    "four questions was answered with yes",
    "As far as we know.",
    "It was small.",
    "Being a girl or a boy",
    "Miss Moth",
    "Anti-bullying policy",
    "CAD 77",
    "They asked to know.",
    "Wilf Weaver",
    "Thank you for telling us.",
    "A quiet word was had.",
    "such a report goes to the Headteacher first",
    "Have a first look",
    "About a member of staff: to the Headteacher.",
]


def test_the_chronology_and_the_data_say_all_that_was_done(busy_case, headteacher):
    files = unpacked(a_bundle(busy_case, headteacher))
    missing = [
        words for words in IN_BOTH if not {"chronology.pdf", "case.json"} <= {*where(words, files)}
    ]

    assert sorted(files) == ["case.json", "chronology.pdf", "manifest.json", "read-me.txt"]
    assert missing == []


def test_happened_and_recorded_are_two_dates(busy_case, headteacher):
    told = says(a_bundle(busy_case, headteacher))["chronology"]
    by_title = {line["title"]: line for line in told}
    today = timezone.localdate().isoformat()

    for title in ("What was said", "Handed on: The police", "Followed the anti-bullying policy"):
        assert by_title[title]["happened_on"] == in_days(-7).isoformat()
        assert by_title[title]["recorded_at"].startswith(today)
        assert by_title[title]["happened"] == date_format(in_days(-7))
    assert by_title["Note"]["happened_on"] == ""
    assert [line["happened_on"] for line in told[:3]] == [in_days(-7).isoformat()] * 3


def test_no_address_of_whoever_told_us_is_in_it(busy_case, headteacher):
    assert where("rhoda@example.test", unpacked(a_bundle(busy_case, headteacher))) == []


def test_a_note_that_is_neither_for_the_team_nor_the_reporter_is_not_in_it(busy_case, headteacher):
    before = noted_in(busy_case, headteacher)
    actions.add_note(case=busy_case, by=headteacher, words="My private worry.", visibility="own")

    assert where("My private worry", unpacked(a_bundle(busy_case, headteacher))) == []
    assert noted_in(busy_case, headteacher) == before > 0


def test_of_a_note_that_does_not_say_for_whom_it_was_nothing_is_in_it(busy_case, headteacher):
    before = noted_in(busy_case, headteacher)
    with transaction.atomic():  # as notes were recorded at first
        chain.record("incidents.note.added", by=headteacher, on=busy_case)

    assert noted_in(busy_case, headteacher) == before > 0


def noted_in(case, by):
    """Return how many notes the record in a case file tells of."""
    return [one["action"] for one in says(a_bundle(case, by))["record"]].count(
        "incidents.note.added"
    )


def test_each_note_says_who_can_read_it(busy_case, headteacher):
    kinds = {
        line["title"]: line["kind"] for line in says(a_bundle(busy_case, headteacher))["chronology"]
    }

    assert kinds["Note"] == "Note: the case team"
    assert kinds["To the person who told us"] == "Message"


def test_that_governors_were_asked_is_in_it_and_what_they_were_told_is_not(headteacher, governor):
    case = a_case(State.INVESTIGATING)
    refer(case, [governor], headteacher, summary="A summary.")
    files = unpacked(a_bundle(case, headteacher))

    assert "case.json" in where("Put before governors", files)
    assert where("A summary.", files) == []


def test_a_copy_of_each_piece_of_evidence_is_in_it_and_no_original(busy_case, headteacher):
    photo = a_piece(busy_case, jpeg(), Kind.JPEG, caption="The post", happened_on=in_days(-7))
    a_piece(busy_case)
    files = unpacked(a_bundle(busy_case, headteacher))

    assert {"evidence/01.jpg", "evidence/02.txt"} <= {*files}
    assert not [name for name in files if name.startswith("originals")]
    assert SECRET not in files["evidence/01.jpg"]
    assert photo.sha256 in words_of(files)["case.json"]
    assert "The post" in words_of(files)["chronology.pdf"]


def test_originals_go_with_it_where_somebody_says_why(busy_case, headteacher):
    photo = jpeg()
    a_piece(busy_case, photo, Kind.JPEG)
    bundle = a_bundle(busy_case, headteacher, with_originals=True, why_originals="For the police.")
    files = unpacked(bundle)

    assert files["originals/01.jpg"] == photo
    assert "chronology.pdf" in where("because: For the police.", files)
    with pytest.raises(DomainError, match="why the originals"):
        actions.ask_for_bundle(
            case=busy_case, by=headteacher, with_originals=True, why_originals=" "
        )


def test_what_is_withheld_put_away_or_waits_for_the_scanner_stays_behind(busy_case, headteacher):
    withheld = a_piece(busy_case, file_name="one.txt")
    a_piece(busy_case, file_name="two.txt", state="waiting")
    actions.withhold_evidence(
        case=busy_case, by=headteacher, evidence=withheld, why="It shows a child."
    )
    bundle = a_bundle(busy_case, headteacher, with_originals=True, why_originals="For the police.")

    assert not [name for name in unpacked(bundle) if "/" in name]
    first, second = says(bundle)["evidence"]
    assert first["standing"] == WITHHELD
    assert second["standing"] == "Not among the files: waits for the virus scanner."

    actions.let_evidence_go(case=busy_case, by=headteacher, evidence=withheld)
    assert "evidence/01.txt" in unpacked(a_bundle(busy_case, headteacher))

    WordsOnly.objects.create(case=busy_case, words="A child in the bath.")
    actions.hide_words(case=busy_case, by=headteacher, words="Snapgram", why="Not needed.")
    assert not [name for name in unpacked(a_bundle(busy_case, headteacher)) if "/" in name]


def test_a_piece_that_was_altered_or_lost_is_named_and_stops_nothing(busy_case, headteacher):
    piece = a_piece(busy_case)
    default_storage.delete(piece.copy.name)
    bundle = a_bundle(busy_case, headteacher)

    assert "could not be opened" in says(bundle)["evidence"][0]["standing"]


def test_where_no_typeface_has_the_letters_the_chronology_is_plain_text(
    busy_case, headteacher, monkeypatch
):
    def no_letters(*args):
        raise PdfNotMade("No typeface.")

    monkeypatch.setattr(packing, "typeset", no_letters)
    files = unpacked(a_bundle(busy_case, headteacher))

    assert "chronology.pdf" not in files
    missing = [words for words in IN_BOTH if "chronology.txt" not in where(words, files)]
    assert missing == []


# --- asking, making, taking away ------------------------------------------------------------------


def test_it_is_asked_for_made_and_taken_away_on_record(busy_case, headteacher):
    bundle = a_bundle(busy_case, headteacher)
    actions.take_away(bundle=bundle, by=headteacher).close()
    events = Event.objects.on(bundle).in_order()

    assert [event.action.rsplit(".")[-1] for event in events] == ["asked_for", "made", "taken"]
    assert events[1].facts["sha256"] == bundle.sha256
    assert (bundle.done, bundle.total) == (2, 2)
    assert busy_case.entries.filter(title="Asked for the case file", by=headteacher).exists()


def test_pressing_twice_makes_one(busy_case, headteacher):
    first = actions.ask_for_bundle(case=busy_case, by=headteacher)

    assert actions.ask_for_bundle(case=busy_case, by=headteacher) == first
    assert actions.make_bundles() == 1
    assert actions.make_bundles() == 0


@pytest.mark.parametrize("name", ["dsl", "chair", "governor", "office", "class_teacher", "deputy"])
def test_nobody_asks_for_it_but_whoever_takes_the_steps(name, cast):
    case = a_report(child_in_danger=True).case

    with pytest.raises(NotAllowed):
        actions.ask_for_bundle(case=case, by=getattr(cast, name))


def test_it_is_not_made_for_somebody_who_lost_the_case_meanwhile(busy_case, headteacher):
    bundle = actions.ask_for_bundle(case=busy_case, by=headteacher)
    factories.CasePartyFactory(case=busy_case, person=headteacher)

    assert actions.make_bundles() == 0
    bundle.refresh_from_db()
    assert bundle.fault == bundles.NO_LONGER_THEIRS


@pytest.mark.rule("I4")
def test_whoever_turns_out_to_be_its_subject_takes_nothing_away(busy_case, headteacher):
    bundle = a_bundle(busy_case, headteacher)
    factories.CasePartyFactory(case=busy_case, person=headteacher)

    with pytest.raises(NotAllowed):
        actions.take_away(bundle=bundle, by=headteacher)


def test_a_worker_that_died_is_followed_by_another_and_in_the_end_it_is_given_up(
    busy_case, headteacher, monkeypatch
):
    def dies(*args, **kwargs):
        raise MemoryError

    bundle = actions.ask_for_bundle(case=busy_case, by=headteacher)
    monkeypatch.setattr(bundles, "pack", dies)
    for _ in range(bundles.MOST_TRIES):
        with pytest.raises(MemoryError):
            actions.make_bundles()
        assert actions.make_bundles() == 0  # held by whoever died, for a while
        Bundle.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert actions.make_bundles() == 0
    bundle.refresh_from_db()

    assert bundle.fault == bundles.NOT_MADE
    assert actions.ask_for_bundle(case=busy_case, by=headteacher) != bundle


def test_words_that_are_hidden_while_it_is_made_are_hidden_in_it(
    busy_case, headteacher, monkeypatch
):
    really_pack = bundles.pack

    def hides_meanwhile(*args, **kwargs):
        really_pack(*args, **kwargs)
        monkeypatch.setattr(bundles, "pack", really_pack)
        actions.hide_words(case=busy_case, by=headteacher, words="Wilf Weaver", why="Not needed.")

    monkeypatch.setattr(bundles, "pack", hides_meanwhile)
    bundle = actions.ask_for_bundle(case=busy_case, by=headteacher)
    assert actions.make_bundles() == 0
    assert actions.make_bundles() == 1
    bundle.refresh_from_db()

    assert where("Wilf Weaver", unpacked(bundle)) == []


def test_after_a_week_the_file_is_thrown_away_and_its_record_stays(
    busy_case, headteacher, django_capture_on_commit_callbacks
):
    bundle = a_bundle(busy_case, headteacher)
    Bundle.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    bundle.refresh_from_db()
    with pytest.raises(WrongState, match="not kept any more"):
        actions.take_away(bundle=bundle, by=headteacher)

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.clear_bundles() == 1
    bundle.refresh_from_db()

    assert bundle.withdrawn_at
    assert not default_storage.exists(bundle.file.name)
    assert timedelta(days=7) == KEPT_FOR
    assert actions.clear_bundles() == 0


def test_a_file_that_was_altered_where_it_is_kept_is_not_handed_out(busy_case, headteacher):
    bundle = a_bundle(busy_case, headteacher)
    with default_storage.open(bundle.file.name, "ab") as file:
        file.write(b"more")

    with pytest.raises(DomainError, match="not the one that was made"):
        actions.take_away(bundle=bundle, by=headteacher)


def test_a_case_about_the_headteacher_is_for_the_chair_to_take_away(cast):
    case = a_report(subject_kind="headteacher").case
    assert case.handling_role == Role.CHAIR

    assert unpacked(a_bundle(case, cast.chair))
    with pytest.raises(NotAllowed):
        actions.ask_for_bundle(case=case, by=cast.headteacher)
