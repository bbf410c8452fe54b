"""Uploading a document, looking at it before it is kept, and its original afterwards."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from policies import actions
from policies.models import Policy, PolicyUpload, State, Version
from school.models import RoleAssignment
from tests import factories
from tests.policies.documents_in_words import CHANGED, SOCIAL_MEDIA
from tests.policies.versions import address, version_in

pytestmark = pytest.mark.django_db


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
