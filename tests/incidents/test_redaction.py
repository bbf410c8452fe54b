"""Words hidden in a case file, and words removed for good: no byte that leaves says them (I16)."""

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from audit import chain
from audit.models import Event
from incidents import actions
from incidents.actions import handover
from incidents.actions.hiding import NOWHERE, SETTLED
from incidents.casefile.content import case_file
from incidents.casefile.evidence import SAYS_THEM
from incidents.casefile.hiding import Hider
from incidents.casefile.stored import columns_of, rewrite
from incidents.models import Case, Mask, NameMatch, Part, State, Visibility
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Child, Role
from tests import factories
from tests.governance.referring import refer
from tests.incidents.cases import a_case, a_report, removed_for_good
from tests.incidents.packed import a_bundle, a_piece, unpacked, where
from tests.incidents.test_case_file import says
from tests.policies.documents_made import pdf
from tests.uploads.nasty import jpeg
from uploads import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I16")]

HIDDEN = "Quentin Quill"


def pointing_at_a_case():
    """Return each table that keeps something of a case and the way to it."""
    ways = [(Case, "pk")]
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Case and not hasattr(model, "instance_type"):
                ways.append((model, field.name))
    return ways


def full_of(case, words, by):
    """Say some words in every column of free words that the case has filled, and in new ones."""
    factories.CasePartyFactory(case=case, person=None, name=words, part=Part.TARGET)
    factories.ReviewRequestFactory(case=case, words=words)
    piece = a_piece(case, caption=words)
    actions.open_original(evidence=piece, by=by, reason=words)
    actions.withhold_evidence(case=case, by=by, evidence=piece, why=words)
    actions.let_evidence_go(case=case, by=by, evidence=piece)
    actions.withhold_evidence(case=case, by=by, evidence=a_piece(case), why=words)
    linked(case, by, words)
    for model, key in pointing_at_a_case():
        for name in columns_of(model):
            for row in model.objects.filter(**{key: case.pk}).exclude(**{name: ""}):
                most = model._meta.get_field(name).max_length
                said = f"{words}. {getattr(row, name)}"[:most]
                model.objects.filter(pk=row.pk).update(**{name: said})
    return Case.objects.get(pk=case.pk)


def linked(case, by, words):
    """Link a case with another and undo it, for reasons that say these words."""
    other = a_case()
    actions.link_cases(case=case, by=by, reference=other.reference, is_repeat=False, why=words)
    actions.unlink_cases(case=case, by=by, reference=other.reference, why=words)


def kept_that_says(words):
    """Return each table and column that still says something, read from the database itself."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                quoted = connection.ops.quote_name
                table, column = quoted(model._meta.db_table), quoted(field.column)
                cursor.execute(f"SELECT {column} FROM {table}")
                if any(words in str(value) for (value,) in cursor.fetchall()):
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def hide(case, by, words=HIDDEN):
    return actions.hide_words(case=case, by=by, words=words, why="Not needed for this.")


def test_hidden_words_are_in_no_byte_of_any_file_and_undone_they_are_back(busy_case, headteacher):
    case = full_of(busy_case, HIDDEN, headteacher)
    assert where(HIDDEN, unpacked(a_bundle(case, headteacher))) == ["case.json", "chronology.pdf"]

    mask = hide(case, headteacher, "quentin  QUILL")
    files = unpacked(a_bundle(case, headteacher))
    assert where(HIDDEN, files) == []
    assert {"case.json", "chronology.pdf", "read-me.txt"} == {*where("[hidden]", files)}

    actions.show_words(mask=mask, by=headteacher)
    assert where(HIDDEN, unpacked(a_bundle(case, headteacher))) == ["case.json", "chronology.pdf"]


def test_words_removed_for_good_are_in_nothing_that_is_kept(busy_case, headteacher):
    case = full_of(busy_case, HIDDEN, headteacher)
    mask = removed_for_good(hide(case, headteacher), headteacher)
    files = unpacked(a_bundle(Case.objects.get(pk=case.pk), headteacher))

    assert kept_that_says(HIDDEN) == []
    assert (mask.words, mask.removal_asked_by) == ("", headteacher)
    assert mask.removed_by not in (None, headteacher)
    assert mask.places > 15
    assert where(HIDDEN, files) == []
    assert {"case.json", "chronology.pdf"} <= {*where("[removed]", files)}
    assert chain.verify().sound
    with pytest.raises(WrongState, match=SETTLED):
        actions.show_words(mask=mask, by=headteacher)
    with pytest.raises(WrongState, match=SETTLED):
        actions.ask_to_remove(mask=mask, by=headteacher)


def test_no_number_tells_of_anothers_own_note_nor_of_a_link_and_both_lose_them(headteacher, deputy):
    case = a_report(what_happened=f"It was {HIDDEN}.").case
    handover.add_entry(case, by=deputy, title="Note", words=f"{HIDDEN}?", visibility=Visibility.OWN)
    linked(case, headteacher, HIDDEN)

    mask = removed_for_good(hide(case, headteacher), headteacher)

    assert mask.places == 1
    assert kept_that_says(HIDDEN) == []


def test_a_longer_name_that_is_hidden_stays_so_when_a_word_of_it_is_removed(
    headteacher, class_teacher
):
    told = "Tom Thistle posted it, and Thistle laughed. Uncle Tom Thistle did too."
    case = a_report(what_happened=told).case
    actions.name_subject(case=case, by=headteacher, person=class_teacher)
    for words in ("Tom Thistle", "Uncle Tom"):
        hide(case, headteacher, words)
    mask = hide(case, headteacher, "Thistle")

    removed_for_good(mask, headteacher)

    case.report.refresh_from_db()
    assert "Tom [removed] posted" in case.report.what_happened
    assert not Hider(["Tom"]).finds_any(case_file(case).hidden())
    assert case.masks.reversible().filter(words="Tom Thistle").exists()


def test_two_names_that_read_alike_once_words_are_removed_are_both_kept(headteacher):
    case = a_report(what_happened=f"It was {HIDDEN}.").case
    for written in (HIDDEN, HIDDEN.lower()):
        NameMatch.objects.create(case=case, written=written, why="Known.", decided_by=headteacher)

    removed_for_good(hide(case, headteacher), headteacher)

    assert [each.written for each in case.name_matches.all()] == ["[removed]", "[removed]"]


def test_what_governors_were_told_loses_them_as_well(headteacher, governor):
    case = a_case(State.INVESTIGATING)
    actions.add_note(case=case, by=headteacher, words=f"It was {HIDDEN}.")
    referral = refer(case, [governor], headteacher, summary=f"About {HIDDEN}.")

    removed_for_good(hide(case, headteacher), headteacher)
    referral.refresh_from_db()

    assert referral.summary == "About [removed]."


def test_history_of_a_text_loses_them_as_well(headteacher):
    child = factories.ChildFactory(full_name="Somebody Else")
    child.full_name = HIDDEN
    child.save()
    child.full_name = "Somebody Else"
    child.save()
    rewrite(Child.objects.filter(pk=child.pk), ["full_name"], Hider([HIDDEN]))

    assert kept_that_says(HIDDEN) == []
    assert child.history.filter(full_name="[removed]").count() == 1


def test_a_name_in_the_schools_own_records_stays_hidden_for_ever(headteacher, class_teacher):
    case = a_report(what_happened="Tom Thistle posted it.").case
    actions.name_subject(case=case, by=headteacher, person=class_teacher)
    mask = removed_for_good(hide(case, headteacher, "Tom Thistle"), headteacher)

    case.report.refresh_from_db()
    assert case.report.what_happened == "[removed] posted it."
    assert mask.words == "Tom Thistle"
    assert where("Tom Thistle", unpacked(a_bundle(case, headteacher))) == []
    with pytest.raises(WrongState, match=SETTLED):
        actions.show_words(mask=mask, by=headteacher)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (f"and then {HIDDEN} laughed\n".encode(), Kind.TEXT),
        (pdf(f"It was {HIDDEN}."), Kind.PDF),
    ],
    ids=["text", "pdf"],
)
def test_a_file_that_says_them_stays_behind_even_once_they_are_removed(content, kind, headteacher):
    case = a_case()
    a_piece(case, content, kind)
    a_piece(case, b"Nothing of it.\n")
    a_piece(case, jpeg(), Kind.JPEG)
    assert {"evidence/01.txt", "evidence/01.pdf"} & {*unpacked(a_bundle(case, headteacher))}

    mask = hide(case, headteacher)
    for _ in range(2):
        bundle = a_bundle(case, headteacher, with_originals=True, why_originals="They asked.")
        files = unpacked(bundle)
        assert where(HIDDEN, files) == []
        assert [name for name in files if "/" in name] == ["evidence/02.txt", "evidence/03.jpg"]
        assert says(bundle)["evidence"][0]["standing"] == SAYS_THEM
        if mask.removed_at is None:
            mask = removed_for_good(mask, headteacher)
    assert mask.words == HIDDEN


def test_a_pdf_that_cannot_be_read_stays_behind_while_words_are_hidden(headteacher):
    case = a_case()
    piece = a_piece(case, pdf("Nothing of it."), Kind.PDF)
    with piece.copy.storage.open(piece.copy.name, "wb") as file:
        file.write(b"%PDF-1.4 and then nonsense")
    hide(case, headteacher, "Something unkind")

    assert not [name for name in unpacked(a_bundle(case, headteacher)) if "/" in name]


def test_a_file_made_before_is_thrown_away_with_each_change(busy_case, headteacher):
    changes = [
        lambda: hide(busy_case, headteacher, "Miss Moth"),
        lambda: actions.show_words(mask=Mask.objects.get(), by=headteacher),
        lambda: hide(busy_case, headteacher, "Miss Moth"),
        lambda: removed_for_good(Mask.objects.get(), headteacher),
    ]
    for change in changes:
        bundle = a_bundle(busy_case, headteacher)
        change()
        bundle.refresh_from_db()
        assert bundle.withdrawn_at


def test_hiding_twice_is_hiding_once(busy_case, headteacher):
    assert hide(busy_case, headteacher, "Miss Moth") == hide(busy_case, headteacher, "miss moth")


@pytest.mark.parametrize(
    ("words", "why", "sentence"),
    [
        ("Nobody Said", "x", NOWHERE),
        ("a", "x", "two letters"),
        ("Miss Moth", " ", "Say why"),
    ],
    ids=["nowhere", "short", "no-reason"],
)
def test_what_cannot_be_hidden_says_so(words, why, sentence, busy_case, headteacher):
    with pytest.raises(DomainError, match=sentence):
        actions.hide_words(case=busy_case, by=headteacher, words=words, why=why)
    assert not Mask.objects.exists()


@pytest.mark.parametrize("name", ["dsl", "chair", "governor", "office", "class_teacher", "deputy"])
def test_nobody_hides_shows_or_removes_but_whoever_takes_the_steps(name, cast):
    case = a_report(child_in_danger=True).case
    mask, by = hide(case, cast.headteacher, "Xanthippe"), getattr(cast, name)
    piece = a_piece(case)

    for deed in (
        lambda: hide(case, by, "rhyme"),
        lambda: actions.show_words(mask=mask, by=by),
        lambda: actions.ask_to_remove(mask=mask, by=by),
        lambda: actions.keep_words(mask=mask, by=by),
        lambda: actions.confirm_removal(mask=mask, by=by),
        lambda: actions.withhold_evidence(case=case, by=by, evidence=piece, why="x"),
        lambda: actions.let_evidence_go(case=case, by=by, evidence=piece),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_somebody_a_late_case_went_up_to_hides_but_removes_nothing(headteacher, deputy):
    case = a_case(due_at=timezone.now(), escalated_role=Role.DEPUTY)
    mask = hide(case, deputy, "unkind")

    with pytest.raises(NotAllowed, match="removes anything for good"):
        actions.ask_to_remove(mask=mask, by=deputy)


def test_no_event_repeats_what_was_hidden(busy_case, headteacher):
    before = Event.objects.count()
    removed_for_good(hide(busy_case, headteacher, "Miss Moth"), headteacher)
    events = Event.objects.in_order()[before:]

    assert [event.action for event in events] == [
        "incidents.words.hidden",
        "incidents.removal.asked",
        "incidents.words.removed",
    ]
    assert not any("Moth" in f"{event.facts}{event.reason}" for event in events)


def test_evidence_of_another_case_cannot_be_withheld_here(headteacher):
    case, other = a_case(), a_case()
    with pytest.raises(DomainError, match="one of the files of this case"):
        actions.withhold_evidence(case=case, by=headteacher, evidence=a_piece(other), why="x")
    with pytest.raises(WrongState, match=SETTLED):
        actions.let_evidence_go(case=case, by=headteacher, evidence=a_piece(case))
