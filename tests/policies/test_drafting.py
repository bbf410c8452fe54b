import hashlib
import threading
from time import sleep

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from audit.models import Event
from policies import actions
from policies.actions.locking import locked
from policies.importing import ImportedClause, ImportedPolicy, ImportedSection, UnreadableDocument
from policies.models import ApproverLevel, Audience, Clause, Policy, PolicyUpload, State, Version
from school.access import NotAllowed
from school.errors import BadFile, DomainError, WrongState
from tests import factories
from tests.at_once import at_once
from tests.policies.documents_in_words import CHANGED, SOCIAL_MEDIA, imported

pytestmark = pytest.mark.django_db


def drafted(by, content=SOCIAL_MEDIA, name="social-media.txt", slug="", document=None):
    return actions.draft_from_import(
        imported=document or imported(content, name),
        original=content,
        original_name=name,
        by=by,
        slug=slug,
    )


def original_of(version) -> bytes:
    with version.original.open("rb") as document:
        return document.read()


def one_section(**kwargs):
    clause = ImportedClause(number="1.1", text="Be kind.", level=1)
    section = {"number": "1", "heading": "Aims", "audiences": (), "clauses": (clause,)} | kwargs
    return ImportedPolicy(
        title="Kindness Policy",
        dates={"approved": None, "review": None},
        sections=(ImportedSection(**section),),
        sign_off_text="",
        left_out=(),
        unsure=(),
    )


# --- draft_from_import ----------------------------------------------------------------------------


@pytest.mark.rule("P7")
def test_a_document_becomes_a_draft_whose_sections_and_clauses_have_numbers_and_audiences(office):
    version = drafted(office)

    assert (version.state, version.number) == (State.DRAFT, 1)
    assert version.title == "Social Media Policy"
    assert version.policy.slug == "social-media-policy"
    first, second = version.sections.all()
    assert (first.number, first.heading) == ("1", "Aims of the policy")
    assert second.audiences == ["staff"]
    assert [(c.number, c.text) for c in second.clauses.all()] == [
        ("2.1", "Staff must check their privacy settings."),
        ("2.2", "Staff must not post pictures of school events."),
    ]


@pytest.mark.rule("P9")
def test_the_document_itself_is_kept_beside_the_draft(office):
    version = drafted(office)

    assert original_of(version) == SOCIAL_MEDIA
    assert version.original_name == "social-media.txt"
    assert version.original_sha256 == hashlib.sha256(SOCIAL_MEDIA).hexdigest()
    assert version.original_sha256 in version.original.name


def test_the_same_document_is_kept_only_once(office):
    first, second = drafted(office), drafted(office, slug="another-policy")

    assert first.original.name == second.original.name
    assert len(default_storage.listdir("policies")[1]) == len(
        set(default_storage.listdir("policies")[1])
    )


def test_the_draft_is_recorded_with_its_documents_hash_and_nobodys_words(office):
    version = drafted(office)

    event = Event.objects.on(version).get()
    assert event.action == "policies.version.drafted"
    assert event.actor_id == str(office.pk)
    assert event.facts == {
        "policy": "social-media-policy",
        "number": 1,
        "original_sha256": version.original_sha256,
    }


def test_a_known_policy_gets_its_next_version_with_what_was_said_of_the_last(office):
    before = factories.published(
        policy=factories.PolicyFactory(slug="social-media-policy"), summary="Be kind."
    )

    version = drafted(office)

    assert version.policy == before.policy
    assert version.number == 2
    assert version.summary == "Be kind."


def test_a_slug_says_which_policy_it_is(office):
    before = factories.published()

    assert drafted(office, slug=before.policy.slug).policy == before.policy


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_a_second_version_in_work_is_refused(office, state):
    work = factories.VersionFactory(state=state)

    with pytest.raises(WrongState, match="still in work"):
        drafted(office, slug=work.policy.slug)

    assert Version.objects.count() == 1


@pytest.mark.parametrize("slug", ["Social Media", "UPPER", "manage", "é", "a/b", "-x", "x" * 81])
def test_an_address_that_no_policy_can_have_is_refused(office, slug):
    with pytest.raises(DomainError, match="cannot be a policy's address"):
        drafted(office, slug=slug)

    assert not Policy.objects.exists()


def test_a_document_without_a_sentence_to_sign_gets_the_usual_one(office):
    assert drafted(office).sign_off_text == (
        "I have read and understood this policy and will keep to it."
    )


def test_a_policy_whose_sections_name_nobody_is_for_everybody(office):
    version = drafted(office, document=one_section())

    assert version.audiences == Audience.values


def test_a_policy_is_for_all_whom_its_sections_speak_to_in_their_usual_order(office):
    version = drafted(office, document=one_section(audiences=("governors", "staff")))

    assert version.audiences == ["staff", "governors"]


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ({"clauses": ()}, "no clauses"),
        ({"heading": "x" * 301}, r"The heading of section 1 .* more than 300 letters"),
        ({"number": "1" * 21}, r"The number of section 1+ .* more than 20 signs"),
        (
            {"clauses": (ImportedClause(number="1" * 31, text="Be kind.", level=1),)},
            r"The number of clause 1+ in section 1 .* more than 30 signs",
        ),
    ],
)
def test_a_document_that_does_not_fit_is_refused_and_nothing_of_it_stays(office, section, sentence):
    with pytest.raises(BadFile, match=sentence):
        drafted(office, document=one_section(**section))

    assert not Policy.objects.exists()
    assert not Event.objects.exists()


def test_a_fault_halfway_through_leaves_no_half_a_version(office, monkeypatch):
    calls = []

    def fail_at_the_second_section(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise OSError("the disk is full")
        return bulk_create_with_history(*args, **kwargs)

    monkeypatch.setattr(
        "policies.actions.drafting.bulk_create_with_history", fail_at_the_second_section
    )
    with pytest.raises(OSError, match="full"):
        drafted(office)

    assert not Policy.objects.exists()
    assert not Clause.objects.exists()
    assert not Event.objects.exists()


def test_a_document_that_cannot_be_stored_leaves_no_draft(office, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(OSError, match="full"):
        drafted(office, content=SOCIAL_MEDIA + b"2.9 One more point.\n")

    assert not Policy.objects.exists()


def test_each_row_has_its_history(office):
    version = drafted(office)

    assert version.history.count() == 1
    assert all(c.history.count() == 1 for c in Clause.objects.all())


def test_a_teacher_cannot_draft(class_teacher):
    with pytest.raises(NotAllowed, match="look after policies"):
        drafted(class_teacher)


def test_the_command_line_drafts_in_nobodys_name():
    assert drafted(None).created_by is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\head\\policy.txt", "policy.txt"),
        ("../../etc/policy.md", "policy.md"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_a_file_name_is_kept_without_its_folders(office, given, kept):
    assert drafted(office, name=given).original_name == kept


@pytest.mark.parametrize("name", ["a.t/xt", "a.ü", "a.averyveryverylongending", "a"])
def test_an_odd_ending_never_reaches_the_storage(office, name):
    assert drafted(office, name=name).original.name.endswith(
        hashlib.sha256(SOCIAL_MEDIA).hexdigest()
    )


# --- upload and keep ------------------------------------------------------------------------------


@pytest.mark.rule("P9")
def test_an_upload_is_held_and_nothing_is_kept_until_somebody_says_so(office):
    upload = actions.upload_document(content=SOCIAL_MEDIA, name="a.txt", by=office)

    assert bytes(upload.content) == SOCIAL_MEDIA
    assert not Version.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"%PDF-1.7 and so on", b"  \n "])
def test_a_file_that_no_policy_can_be_read_from_is_not_even_held(office, content):
    with pytest.raises(UnreadableDocument):
        actions.upload_document(content=content, name="a.txt", by=office)

    assert not PolicyUpload.objects.exists()


def test_an_upload_that_is_kept_becomes_a_draft_and_lets_its_content_go(office):
    upload = actions.upload_document(content=SOCIAL_MEDIA, name="a.txt", by=office)

    version = actions.keep_upload(upload=upload, by=office)

    upload.refresh_from_db()
    assert upload.kept_as == version
    assert bytes(upload.content) == b""
    assert original_of(version) == SOCIAL_MEDIA


def test_keeping_an_upload_twice_makes_one_draft(office):
    upload = actions.upload_document(content=SOCIAL_MEDIA, name="a.txt", by=office)

    first = actions.keep_upload(upload=upload, by=office)
    second = actions.keep_upload(upload=upload, by=office)

    assert first == second
    assert Version.objects.count() == 1


def test_an_upload_that_cannot_be_kept_stays_as_it_was(office):
    work = factories.VersionFactory()
    upload = actions.upload_document(content=CHANGED, name="a.txt", by=office)

    with pytest.raises(WrongState):
        actions.keep_upload(upload=upload, by=office, slug=work.policy.slug)

    upload.refresh_from_db()
    assert bytes(upload.content) == CHANGED


@pytest.mark.parametrize("outsider_name", ["class_teacher", "parent", "governor", "volunteer"])
def test_others_cannot_upload(cast, outsider_name):
    with pytest.raises(NotAllowed):
        actions.upload_document(content=SOCIAL_MEDIA, name="a", by=getattr(cast, outsider_name))


# --- describe -------------------------------------------------------------------------------------


def described(version, by):
    return actions.describe_draft(
        version=version,
        by=by,
        summary="Be kind.",
        audiences=["staff"],
        sign_off_text="I will be kind.",
        approver_level=ApproverLevel.HEADTEACHER,
    )


@pytest.mark.django_db(transaction=True)
def test_describing_waits_for_whoever_is_about_to_send_the_draft(office):
    version, is_held = factories.VersionFactory(), threading.Event()

    def submit():
        with transaction.atomic():
            locked(version)
            is_held.set()
            sleep(0.5)  # in which describing would have taken the version, and waited for us
            return actions.submit_for_review(version=version, by=office)

    def describe():
        is_held.wait()
        return described(version, office)

    sent, answer = at_once(submit, describe)

    assert sent.state == State.IN_REVIEW
    assert isinstance(answer, WrongState)
    version.refresh_from_db()
    assert (version.state, version.summary) == (State.IN_REVIEW, "")


def test_a_draft_is_described(office):
    version = described(factories.VersionFactory(), office)

    version.refresh_from_db()
    assert version.summary == "Be kind."
    assert version.audiences == ["staff"]
    assert version.sign_off_text == "I will be kind."
    assert version.policy.approver_level == ApproverLevel.HEADTEACHER
    assert Event.objects.get().facts["approver_level"] == "headteacher"


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_only_a_draft_is_described(office, state):
    version = factories.published() if state in ("published", "superseded") else None
    version = version or factories.VersionFactory(state=state)
    if state == State.SUPERSEDED:
        version.state = state
        version.save()

    with pytest.raises(WrongState, match="Only a draft"):
        described(version, office)


def test_a_governor_cannot_describe_a_draft(governor):
    with pytest.raises(NotAllowed):
        described(factories.VersionFactory(), governor)
