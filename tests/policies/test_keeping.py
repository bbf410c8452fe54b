"""What somebody types before it is in the draft: kept, shown again, and told to others."""

import pytest
from django.urls import reverse

from audit.models import Event
from policies import actions
from policies.forms.editing import MOST_CLAUSES, MOST_LETTERS
from policies.models import Clause, State, WorkingCopy
from school.access import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(office):
    return factories.VersionFactory(created_by=office).sections.get()


def address(name, section):
    version = section.version
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number, section.pk])


def outline(section):
    version = section.version
    return reverse("policies:edit", args=[version.policy.slug, version.number])


def typed(section, **changes):
    draft = actions.as_draft(section)
    return {
        "heading": draft.heading,
        "audiences": list(draft.audiences),
        "based_on": draft.fingerprint,
        "known": [clause.pk for clause in draft.clauses],
        "clause": [clause.text for clause in draft.clauses],
        "clause_pk": [clause.pk for clause in draft.clauses],
        "clause_level": [clause.level for clause in draft.clauses],
    } | changes


def words(client, url) -> str:
    return client.get(url).content.decode()


def test_what_is_typed_is_kept_shown_again_and_not_in_the_draft(section, office, sign_in):
    client = sign_in(office)
    before = [clause.text for clause in section.clauses.all()]

    answer = client.post(
        address("keep_typing", section), typed(section, heading="Hal", clause=["Half a sen", "B"])
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert [clause.text for clause in section.clauses.all()] == before
    shown = words(client, address("edit_section", section))
    assert "Half a sen" in shown
    assert "This is what you typed on" in shown
    assert 'value="Hal"' in shown
    assert "not saved" in words(client, outline(section))


def test_typing_on_replaces_what_was_kept_and_leaves_no_event(section, office, sign_in):
    client, events = sign_in(office), Event.objects.count()
    for text in ("Half", "Half a sentence"):
        client.post(address("keep_typing", section), typed(section, clause=[text, "B"]))

    copy = WorkingCopy.objects.get()
    assert copy.content["clauses"][0]["text"] == "Half a sentence"
    assert Event.objects.count() == events


def test_saving_takes_the_kept_words_away(section, office, sign_in):
    client = sign_in(office)
    client.post(address("keep_typing", section), typed(section, clause=["A", "B"]))

    answer = client.post(address("edit_section", section), typed(section, clause=["A.", "B."]))

    assert not WorkingCopy.objects.exists()
    assert answer.url == f"{outline(section)}?saved={section.pk}"
    assert f'data-forget-typing="{address("edit_section", section)}"' in words(client, answer.url)


def test_a_button_beside_a_clause_keeps_what_was_typed_without_any_script(section, office, sign_in):
    client = sign_in(office)

    client.post(
        address("edit_section", section), typed(section, clause=["A", "B"], press="below:0")
    )

    kept = WorkingCopy.objects.get().content["clauses"]
    assert [clause["text"] for clause in kept] == ["A", "", "B"]


def test_what_was_typed_can_be_thrown_away(section, office, deputy, sign_in):
    for person in (office, deputy):
        sign_in(person).post(address("keep_typing", section), typed(section, clause=["A", "B"]))
    version = section.version

    sign_in(office).post(
        reverse("policies:throw_typing_away", args=[version.policy.slug, version.number]),
        {"part": WorkingCopy.part_of(section)},
    )

    assert WorkingCopy.objects.get().person == deputy
    assert "This is what you typed" not in words(sign_in(office), address("edit_section", section))


def test_others_are_told_who_is_writing_and_read_none_of_it(section, office, deputy, sign_in):
    sign_in(deputy).post(address("keep_typing", section), typed(section, clause=["Secret", "B"]))
    client = sign_in(office)

    shown = words(client, address("edit_section", section))
    assert f"{deputy} has words in this section" in shown
    assert "Secret" not in shown
    assert f"{deputy} is writing here" in words(client, outline(section))


def test_words_kept_from_an_older_text_meet_the_newer_one_on_saving(
    section, office, deputy, sign_in
):
    client = sign_in(office)
    mine = typed(section, clause=["Mine", "B"])
    client.post(address("keep_typing", section), mine)
    sign_in(deputy).post(address("edit_section", section), typed(section, clause=["Theirs", "B"]))

    shown = words(client, address("edit_section", section))
    assert mine["based_on"] in shown
    answer = client.post(address("edit_section", section), mine).content.decode()

    assert "Somebody changed this section" in answer
    assert "Mine" in answer
    assert Clause.objects.get(pk=mine["clause_pk"][0]).text == "Theirs"


def test_a_clause_added_meanwhile_survives_a_press_and_a_save(section, office, deputy, sign_in):
    client, page = sign_in(office), typed(section)
    theirs = typed(section)
    theirs["clause"].append("Added by the deputy")
    theirs["clause_pk"].append("")
    theirs["clause_level"].append(1)
    sign_in(deputy).post(address("edit_section", section), theirs)
    added = section.clauses.get(text="Added by the deputy")

    pressed = client.post(address("edit_section", section), page | {"press": "up:1"})
    assert f'name="known" value="{added.pk}"' not in pressed.content.decode()
    both = client.post(address("edit_section", section), page).content.decode()

    assert "Added by the deputy" in both


def test_words_of_a_section_that_was_taken_out_are_still_there(section, office, deputy, sign_in):
    client = sign_in(office)
    client.post(address("keep_typing", section), typed(section, clause=["My long work", "B"]))
    actions.take_out_section(section=section, by=deputy)

    shown = words(client, outline(section))

    assert "Your words that were not saved" in shown
    assert "My long work" in shown
    assert "My long work" not in words(sign_in(deputy), outline(section))


def moved_on(version):
    version.state = State.IN_REVIEW
    version.save()


def work(section):
    return section.version.get_work_url()


def test_what_is_sent_for_review_meanwhile_takes_no_words_and_loses_none(
    section, office, deputy, sign_in
):
    client, page = sign_in(office), typed(section, clause=["My long work", "B"])
    moved_on(section.version)

    answer = client.post(address("edit_section", section), page, follow=True)

    assert answer.redirect_chain == [(work(section), 302)]
    shown = answer.content.decode()
    assert "nothing was saved in it" in shown
    assert "My long work" in shown
    assert "My long work" not in words(sign_in(deputy), work(section))
    assert not Clause.objects.filter(text="My long work").exists()
    client.post(
        reverse("policies:throw_typing_away", args=address_of(section)),
        {"part": WorkingCopy.part_of(section)},
    )
    assert "My long work" not in words(client, work(section))


def address_of(section):
    return [section.version.policy.slug, section.version.number]


def test_what_was_being_typed_then_is_kept_too_and_the_page_is_told(
    section, office, governor, sign_in
):
    page = typed(section, clause=["My long work", "B"])
    moved_on(section.version)

    assert sign_in(governor).post(address("keep_typing", section), page).status_code == 404
    assert sign_in(office).post(address("keep_typing", section), page).status_code == 409

    assert "My long work" in words(sign_in(office), work(section))
    more = {"section": section, "draft": actions.as_draft(section), "based_on": "", "known": []}
    with pytest.raises(NotAllowed):
        actions.keep_typing(by=governor, **more)
    with pytest.raises(NotAllowed):
        actions.throw_typing_away(version=section.version, part="section-1", by=governor)


def test_words_for_a_section_that_was_taken_out_meanwhile_are_kept_on_saving(
    section, office, deputy, sign_in
):
    client, page = sign_in(office), typed(section, clause=["My long work", "B"])
    where = address("edit_section", section)
    keep = address("keep_typing", section)
    actions.take_out_section(section=section, by=deputy)

    assert client.post(keep, page).status_code == 409
    answer = client.post(where, page, follow=True)

    assert answer.redirect_chain == [(outline(section), 302)]
    assert "My long work" in answer.content.decode()
    assert client.get(where).status_code == 404


def test_a_section_that_the_version_never_had_keeps_nothing(section, office, sign_in):
    other = factories.VersionFactory(created_by=office).sections.get()
    page = typed(section)
    where = reverse("policies:edit_section", args=[*address_of(section), other.pk])

    assert sign_in(office).post(where, page).status_code == 404
    assert not WorkingCopy.objects.exists()


def test_what_cannot_be_saved_as_it_is_outlives_the_window(section, office, sign_in):
    client = sign_in(office)

    client.post(
        address("edit_section", section), typed(section, heading="", clause=["My long work", "B"])
    )

    assert "My long work" in words(client, address("edit_section", section))


def test_words_that_arrive_once_more_after_they_were_saved_are_not_kept(section, office, sign_in):
    client, page = sign_in(office), typed(section, clause=["Saved words.", "", "B"])
    page |= {"clause_pk": [page["clause_pk"][0], "", page["clause_pk"][1]]}
    page |= {"clause_level": [1, 1, 1]}
    client.post(address("edit_section", section), page)

    assert client.post(address("keep_typing", section), page).status_code == 204

    assert not WorkingCopy.objects.exists()


def test_what_a_browser_held_on_to_never_replaces_newer_words(section, office, sign_in):
    client = sign_in(office)
    client.post(address("keep_typing", section), typed(section, clause=["Newer", "B"]))
    kept_at = WorkingCopy.objects.get().saved_at.timestamp() * 1000

    for typed_at, text in ((kept_at - 1000, "Older"), (kept_at + 1000, "Newest")):
        page = typed(section, clause=[text, "B"], typed_at=str(int(typed_at)))
        assert client.post(address("keep_typing", section), page).status_code == 204
        expected = "Newer" if text == "Older" else "Newest"
        assert WorkingCopy.objects.get().content["clauses"][0]["text"] == expected


def test_whoever_sends_a_draft_for_review_is_told_whose_words_are_not_in_it(
    section, office, deputy, sign_in
):
    client = sign_in(office)
    assert "not saved. Have a word first" not in words(client, work(section))
    sign_in(deputy).post(address("keep_typing", section), typed(section, clause=["A", "B"]))

    assert f"{deputy} has words of this draft that are not saved" in words(client, work(section))
    assert "not saved. Have a word first" not in words(sign_in(deputy), work(section))


@pytest.mark.parametrize(
    "clauses", [["A" * (MOST_LETTERS + 1), "B"], ["A"] * (MOST_CLAUSES + 1)], ids=["long", "many"]
)
def test_more_than_a_section_holds_is_not_kept(section, office, sign_in, clauses):
    page = typed(
        section, clause=clauses, clause_pk=[""] * len(clauses), clause_level=[1] * len(clauses)
    )

    assert sign_in(office).post(address("keep_typing", section), page).status_code == 413
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("saved", ["", "x", "-1", "1' OR 1", "9" * 400, "²"])
def test_nonsense_in_the_address_of_the_outline_is_ignored(section, office, sign_in, saved):
    assert sign_in(office).get(outline(section), {"saved": saved}).status_code == 200


def test_publishing_leaves_what_nobody_saved_until_another_takes_its_place(
    section, office, headteacher, sign_in
):
    sign_in(office).post(address("keep_typing", section), typed(section, clause=["Mine", "B"]))
    version = section.version
    in_force(version, by=headteacher)

    assert "Mine" in words(sign_in(office), work(section))
    assert "Mine" not in words(sign_in(office), version.get_absolute_url())

    after = actions.start_next_version(policy=version.policy, by=office)
    in_force(after, by=headteacher)
    assert not WorkingCopy.objects.exists()


def in_force(version, *, by):
    version.state, version.approved_by = State.APPROVED, by
    version.approved_on = version.created_at.date()
    version.next_review_on = version.approved_on.replace(year=version.approved_on.year + 1)
    version.save()
    actions.publish_version(version=version, by=by, must_be_signed=False, why="New.")
