import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from policies import actions
from policies.models import ApproverLevel, Policy, PolicyUpload, State, Version
from school.models import RoleAssignment
from tests import factories
from tests.policies.documents_in_words import CHANGED, SOCIAL_MEDIA

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
APPROVAL = {"approved_on": "2026-01-12", "next_review_on": "2027-01-12", "minute": "2026/14"}
PUBLICATION = {"must_be_signed": "yes", "why": "It is new."}
ANSWERS = {
    "submit": {},
    "send_back": {"why": "Too long."},
    "approve": APPROVAL,
    "publish": PUBLICATION,
    "withdraw": {"why": "Not needed."},
}
LEADS_TO = {
    "submit": ({State.DRAFT}, State.IN_REVIEW),
    "send_back": ({State.IN_REVIEW}, State.DRAFT),
    "approve": ({State.IN_REVIEW}, State.APPROVED),
    "publish": ({State.APPROVED}, State.PUBLISHED),
    "withdraw": (
        {State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED},
        State.WITHDRAWN,
    ),
}


def address(name, version) -> str:
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number])


def version_in(state, **kwargs):
    if state in (State.PUBLISHED, State.SUPERSEDED):
        version = factories.published(**kwargs)
        version.state = state
        version.save()
        return version
    version = factories.VersionFactory(state=state, **kwargs)
    if state == State.APPROVED:
        version.approved_by, version.approved_on = version.created_by, TODAY
        version.next_review_on = TODAY.replace(year=TODAY.year + 1, day=1)
        version.save()
    return version


# --- each step, in each state ---------------------------------------------------------------------


@pytest.mark.rule("P2")
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", ANSWERS)
def test_each_step_in_each_state_is_done_or_refused_with_a_sentence(step, state, clerk, sign_in):
    version = version_in(state)
    froms, to = LEADS_TO[step]

    response = sign_in(clerk).post(address(step, version), ANSWERS[step])

    version.refresh_from_db()
    if state in froms:
        assert response.status_code == 302
        assert version.state == to
    else:
        assert response.status_code == 200
        assert "Only a version that is" in response.content.decode()
        assert version.state == state
        assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("step", "answer", "sentence"),
    [
        ("send_back", {"why": ""}, "Say what has to change"),
        ("send_back", {"why": "   "}, "Say what has to change"),
        ("approve", APPROVAL | {"approved_on": ""}, "Give the day on which it was approved"),
        ("approve", APPROVAL | {"approved_on": "31/31/2026"}, "Give a day, such as"),
        ("approve", APPROVAL | {"approved_on": "2099-01-01"}, "future"),
        ("approve", APPROVAL | {"next_review_on": ""}, "Give the day by which"),
        ("approve", APPROVAL | {"next_review_on": "2026-01-12"}, "after the approval"),
        ("approve", APPROVAL | {"minute": ""}, "Give the minute"),
        ("approve", APPROVAL | {"minute": "x" * 61}, "shorten it to 60 letters"),
        ("publish", {"why": "It is new."}, "whether people have to sign"),
        ("publish", {"must_be_signed": "perhaps", "why": "It is new."}, "Please choose one"),
        ("publish", {"must_be_signed": "no", "why": " "}, "Say why"),
        ("withdraw", {"why": ""}, "Say why this version is withdrawn"),
    ],
)
def test_a_bad_answer_keeps_the_person_on_the_page_with_a_sentence(
    step, answer, sentence, clerk, sign_in
):
    state = sorted(LEADS_TO[step][0])[0]
    version = version_in(state)

    response = sign_in(clerk).post(address(step, version), answer)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    version.refresh_from_db()
    assert version.state == state


@pytest.mark.parametrize("step", ANSWERS)
@pytest.mark.parametrize("name", ["outsider", "parent", "class_teacher", "volunteer", "dsl"])
def test_to_others_a_version_in_work_is_not_there(cast, sign_in, step, name):
    version = version_in(State.IN_REVIEW)

    response = sign_in(getattr(cast, name)).post(address(step, version), ANSWERS[step])

    assert response.status_code == 404
    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("step", "name", "sentence"),
    [
        ("submit", "chair", "look after policies"),
        ("send_back", "office", "The governing body approves"),
        ("approve", "headteacher", "The governing body approves"),
        ("approve", "office", "The governing body approves"),
        ("publish", "office", "publishes policies"),
        ("publish", "chair", "publishes policies"),
        ("withdraw", "chair", "look after policies"),
    ],
)
def test_who_works_on_it_but_may_not_take_a_step_reads_why(cast, sign_in, step, name, sentence):
    version = version_in(State.IN_REVIEW)

    response = sign_in(getattr(cast, name)).post(address(step, version), ANSWERS[step])

    assert response.status_code == 403
    assert sentence in response.content.decode()
    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.rule("P2")
def test_an_author_cannot_approve_from_the_page(clerk, sign_in):
    version = version_in(State.IN_REVIEW, created_by=clerk)

    response = sign_in(clerk).post(address("approve", version), APPROVAL)

    assert response.status_code == 403
    assert "You alone prepared this version" in response.content.decode()


@pytest.mark.parametrize("step", ANSWERS)
def test_a_step_is_never_taken_by_following_a_link(step, clerk, sign_in):
    version = version_in(State.IN_REVIEW)

    assert sign_in(clerk).get(address(step, version)).status_code == 405


@pytest.mark.parametrize("step", [*ANSWERS, "work", "describe", "original"])
def test_who_is_not_signed_in_is_asked_to(step):
    version = version_in(State.IN_REVIEW)

    response = Client().post(address(step, version), ANSWERS.get(step, {}))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("step", ANSWERS)
def test_a_step_needs_the_pages_own_token(step, clerk):
    version = version_in(State.IN_REVIEW)
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(address(step, version), ANSWERS[step]).status_code == 403
    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("step", "state", "sentence"),
    [
        ("submit", State.DRAFT, "Those who approve it have been told"),
        ("send_back", State.IN_REVIEW, "Whoever prepared it has been told"),
        ("approve", State.IN_REVIEW, "can publish it now"),
        ("publish", State.APPROVED, "is asked to sign"),
        ("withdraw", State.DRAFT, "are kept"),
    ],
)
def test_after_each_step_the_next_page_says_what_happens_now(step, state, sentence, clerk, sign_in):
    version = version_in(state)

    response = sign_in(clerk).post(address(step, version), ANSWERS[step], follow=True)

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_correction_says_that_nobody_signs_again(clerk, sign_in):
    version = version_in(State.APPROVED)

    answer = {"must_be_signed": "no", "why": "A spelling."}
    response = sign_in(clerk).post(address("publish", version), answer, follow=True)

    assert "nobody is asked to sign again" in response.content.decode()
    assert "A spelling." in response.content.decode()


def test_a_chair_who_sends_a_version_back_is_led_home_for_drafts_are_not_theirs(chair, sign_in):
    version = version_in(State.IN_REVIEW)

    response = sign_in(chair).post(address("send_back", version), ANSWERS["send_back"])

    assert response.url == reverse("home")


# --- the page of a version in work ----------------------------------------------------------------


def test_the_page_offers_what_is_possible_and_says_why_the_rest_is_not(chair, sign_in):
    version = version_in(State.IN_REVIEW)

    shown = sign_in(chair).get(address("work", version)).content.decode()

    assert f'action="{address("approve", version)}"' in shown
    assert f'action="{address("send_back", version)}"' in shown
    assert f'action="{address("publish", version)}"' not in shown
    assert "Only a version that is approved can be published. This one is in review." in shown
    assert "Chair of governors or Clerk to the governors, to approve it" in shown


def test_the_page_tells_the_story_with_who_and_why(office, chair, sign_in):
    version = version_in(State.DRAFT, created_by=office)
    actions.submit_for_review(version=version, by=office)
    actions.send_back(version=version, by=chair, why="Say what a parent should do.")

    shown = sign_in(office).get(address("work", version)).content.decode()

    assert "Sent for review</strong> by Olive Offord" in shown
    assert "Sent back</strong> by Charles Okoro" in shown
    assert "Say what a parent should do." in shown


@pytest.mark.parametrize("state", State)
def test_the_page_works_in_every_state(state, headteacher, sign_in):
    version = version_in(state)

    assert sign_in(headteacher).get(address("work", version)).status_code == 200


def test_the_page_costs_the_same_with_two_clauses_as_with_two_hundred(office, sign_in):
    client = sign_in(office)
    counts = []
    for sections in (["One"], [f"Section {n}" for n in range(100)]):
        version = version_in(State.DRAFT, sections=sections)
        with CaptureQueriesContext(connection) as captured:
            client.get(address("work", version))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# --- describe -------------------------------------------------------------------------------------

DESCRIPTION = {
    "summary": "Be kind.",
    "audiences": ["staff"],
    "sign_off_text": "I will be kind.",
    "approver_level": ApproverLevel.HEADTEACHER,
}


def test_a_draft_is_described_and_the_page_says_what_comes_next(office, sign_in):
    version = version_in(State.DRAFT)

    response = sign_in(office).post(address("describe", version), DESCRIPTION, follow=True)

    version.refresh_from_db()
    assert version.summary == "Be kind."
    assert "send it for review" in response.content.decode()


def test_the_form_starts_from_what_is_known(office, sign_in):
    version = version_in(State.DRAFT, summary="What we know.")

    assert "What we know." in sign_in(office).get(address("describe", version)).content.decode()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"summary": ""}, "in a few plain words"),
        ({"audiences": []}, "Choose at least one"),
        ({"audiences": ["cats"]}, "Please choose one of those offered here."),
        ({"sign_off_text": ""}, "Write the sentence"),
        ({"approver_level": "me"}, "Please choose one of those offered here."),
    ],
)
def test_a_bad_description_keeps_the_person_on_the_page(office, sign_in, answer, sentence):
    version = version_in(State.DRAFT)

    response = sign_in(office).post(address("describe", version), DESCRIPTION | answer)

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_what_is_no_draft_is_not_described(office, sign_in):
    version = version_in(State.IN_REVIEW)

    response = sign_in(office).post(address("describe", version), DESCRIPTION, follow=True)

    assert "Only a draft can be described anew." in response.content.decode()
    version.refresh_from_db()
    assert version.summary == ""


def test_a_chair_may_read_but_not_describe(chair, sign_in):
    version = version_in(State.IN_REVIEW)

    assert sign_in(chair).get(address("describe", version)).status_code == 403


# --- manage ---------------------------------------------------------------------------------------


def test_the_list_says_where_each_policy_stands_and_whom_it_waits_for(office, sign_in):
    version = factories.published(title="Kindness Policy")
    factories.VersionFactory(policy=version.policy, number=2, state=State.IN_REVIEW)

    shown = sign_in(office).get(reverse("policies:manage")).content.decode()

    assert "Published" in shown
    assert "In review" in shown
    assert "Chair of governors or Clerk to the governors, to approve it or send it back" in shown


@pytest.mark.rule("P6")
def test_the_list_flags_a_review_that_is_overdue(office, sign_in):
    version_in(State.PUBLISHED)
    policy = factories.PolicyFactory()
    late = factories.VersionFactory(policy=policy, state=State.APPROVED)
    late.approved_by = late.published_by = office
    late.approved_on, late.next_review_on = "2019-01-01", "2020-01-01"
    late.state, late.published_at, late.text_sha256 = State.PUBLISHED, timezone.now(), "a" * 64
    late.save()

    shown = sign_in(office).get(reverse("policies:manage")).content.decode()

    assert shown.count("Review overdue") == 1


def test_a_policy_all_of_whose_versions_are_withdrawn_is_still_listed(office, sign_in):
    version_in(State.WITHDRAWN)

    assert "Not in force" in sign_in(office).get(reverse("policies:manage")).content.decode()


def test_an_empty_list_says_how_to_begin(office, sign_in):
    shown = sign_in(office).get(reverse("policies:manage")).content.decode()

    assert "Begin by adding the document" in shown


def test_the_list_costs_the_same_with_three_policies_as_with_thirty(office, sign_in):
    client, counts = sign_in(office), []
    for more in (3, 22):
        for _ in range(more):
            factories.published()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("policies:manage"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# --- upload and preview ---------------------------------------------------------------------------


def document(content=SOCIAL_MEDIA, name="social-media.txt"):
    return {"document": SimpleUploadedFile(name, content)}


@pytest.mark.rule("P9")
def test_an_upload_is_shown_before_anything_is_kept_and_then_kept(office, sign_in):
    client = sign_in(office)

    shown = client.post(reverse("policies:upload"), document(), follow=True)
    assert "Staff must check their privacy settings." in shown.content.decode()
    assert "Please look at these" in shown.content.decode()
    assert not Version.objects.exists()

    kept = client.post(shown.request["PATH_INFO"], {"slug": "+"}, follow=True)
    assert "Kept as a draft" in kept.content.decode()
    assert Version.objects.get().created_by == office


@pytest.mark.parametrize(
    ("known", "chosen"),
    [
        (["Social-media"], "the one that is known"),  # the same but for "policy" and the hyphen
        (["Social media use"], ""),
        (["Social media", "The social media policy"], ""),  # it could be either
    ],
)
def test_a_document_is_first_taken_for_the_policy_whose_title_it_bears(
    office, sign_in, known, chosen
):
    policies = [factories.PolicyFactory(title=title) for title in known]
    upload = actions.upload_document(content=SOCIAL_MEDIA, name="a.txt", by=office)

    form = sign_in(office).get(reverse("policies:preview", args=[upload.pk])).context["form"]

    assert form.fields["slug"].initial == (policies[0].slug if chosen else form.NEW)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This document is empty"),
        (b"  \n", "empty but for spaces"),
        (b"\x00\x01\x02" * 100, "control characters"),
        (b"%PDF-1.7", "damaged or cut short"),
        (b"PK\x03\x04" + b"\x00" * 50, "unpack it"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_bad_document_keeps_the_person_on_the_page(office, sign_in, content, sentence):
    response = sign_in(office).post(reverse("policies:upload"), document(content))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not PolicyUpload.objects.exists()


@pytest.mark.parametrize("answer", [{}, {"document": "words and no file"}])
def test_no_document_keeps_the_person_on_the_page(office, sign_in, answer):
    response = sign_in(office).post(reverse("policies:upload"), answer)

    assert "Choose the file that holds the policy." in response.content.decode()


def test_a_second_press_leads_to_the_draft_that_the_first_one_made(office, sign_in):
    client = sign_in(office)
    preview = client.post(reverse("policies:upload"), document()).url

    first, second = client.post(preview, {"slug": "+"}), client.post(preview, {"slug": "+"})

    assert first.url == second.url
    assert Version.objects.count() == 1


def test_an_upload_can_become_the_next_version_of_a_policy(office, sign_in):
    before = factories.published()
    client = sign_in(office)
    preview = client.post(reverse("policies:upload"), document(CHANGED)).url

    client.post(preview, {"slug": before.policy.slug})

    assert list(before.policy.versions.values_list("number", "state")) == [
        (2, "draft"),
        (1, "published"),
    ]


def test_a_policy_with_work_in_hand_says_so_on_the_preview(office, sign_in):
    work = factories.VersionFactory()
    client = sign_in(office)
    preview = client.post(reverse("policies:upload"), document()).url

    response = client.post(preview, {"slug": work.policy.slug})

    assert response.status_code == 200
    assert "still in work" in response.content.decode()
    assert Version.objects.count() == 1


def test_a_policy_that_is_not_there_cannot_be_chosen(office, sign_in):
    client = sign_in(office)
    preview = client.post(reverse("policies:upload"), document()).url

    response = client.post(preview, {"slug": "no-such-policy"})

    assert "Please choose one of those offered here." in response.content.decode()
    assert not Policy.objects.exists()


def test_a_title_that_the_school_has_already_is_never_taken_for_a_new_policy(office, sign_in):
    factories.published(policy=factories.PolicyFactory(slug="social-media-policy"))
    client = sign_in(office)
    preview = client.post(reverse("policies:upload"), document()).url

    response = client.post(preview, {"slug": "+"})

    assert "Please choose one of those offered here." in response.content.decode()
    assert Version.objects.count() == 1


def test_the_review_day_that_the_document_names_is_offered_to_the_approver(office, chair, sign_in):
    dated = b"Review date: 31 May 2028\n\n" + SOCIAL_MEDIA
    version = draft_of(dated, "a.txt", office)
    actions.submit_for_review(version=version, by=office)

    shown = sign_in(chair).get(address("work", version)).content.decode()

    assert 'value="2028-05-31"' in shown


def test_an_upload_is_its_uploaders_alone(office, headteacher, sign_in):
    preview = sign_in(office).post(reverse("policies:upload"), document()).url

    assert sign_in(headteacher).get(preview).status_code == 404
    assert sign_in(headteacher).post(preview, {"slug": "+"}).status_code == 404


def test_somebody_who_left_the_office_no_longer_reaches_their_upload(office, sign_in):
    preview = sign_in(office).post(reverse("policies:upload"), document()).url
    RoleAssignment.objects.filter(person=office).update(ends_on="2021-01-01")

    assert sign_in(office).post(preview, {"slug": "+"}).status_code == 403
    assert not Version.objects.exists()


# --- the original ---------------------------------------------------------------------------------


def draft_of(content, name, by):
    upload = actions.upload_document(content=content, name=name, by=by)
    return actions.keep_upload(upload=upload, by=by)


@pytest.mark.rule("P9")
def test_the_original_comes_back_byte_for_byte_to_be_saved_and_not_shown(office, sign_in):
    version = draft_of(SOCIAL_MEDIA, "Social “media”.html.txt", office)

    response = sign_in(office).get(address("original", version))

    assert b"".join(response.streaming_content) == SOCIAL_MEDIA
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_version_without_an_original_has_none_to_give(office, sign_in):
    version = version_in(State.DRAFT)

    assert sign_in(office).get(address("original", version)).status_code == 404


def test_an_original_that_the_storage_lost_is_not_found(office, sign_in):
    version = draft_of(SOCIAL_MEDIA + b"2.8 To be lost.\n", "a.txt", office)
    version.original.storage.delete(version.original.name)

    assert sign_in(office).get(address("original", version)).status_code == 404


def test_an_approver_reads_the_text_but_not_the_original(office, chair, sign_in):
    version = draft_of(SOCIAL_MEDIA, "a.txt", office)
    actions.submit_for_review(version=version, by=office)

    assert sign_in(chair).get(address("original", version)).status_code == 403
