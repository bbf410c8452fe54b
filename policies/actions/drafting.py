"""From a document to a draft: the upload that is looked at, and the version that is kept of it."""

import hashlib
from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from audit import chain
from policies import permissions
from policies.actions.correcting import MovedOn, reading_of
from policies.actions.locking import locked
from policies.importing import ImportedPolicy, ImportedSection, read_document
from policies.importing.correcting import Reading, misfits
from policies.models import Audience, Clause, Policy, PolicyUpload, Section, State, Version
from school.access import require
from school.errors import BadFile, DomainError, WrongState
from school.models import Person

DEFAULT_SIGN_OFF_TEXT = "I have read and understood this policy and will keep to it."

MOST_SENTENCES = 3

# The address /policies/manage/ is taken by the portal itself.
RESERVED_SLUGS = frozenset({"embed", "feed", "manage", "reviews", "search", "to-approve"})


@transaction.atomic
def upload_document(*, content: bytes, name: str, by: Person) -> PolicyUpload:
    """Hold a document so that its uploader can look at what was understood before keeping it.

    Raises UnreadableDocument (a DomainError) for a file that no policy can be read from.
    """
    require(permissions.can_manage(by))
    # Read once and held: each page of the preview shows it without reading the document anew.
    reading = Reading(read_document(content, name=name))
    return PolicyUpload.objects.create(
        uploaded_by=by, file_name=bare_name(name), content=content, corrected=reading.as_json()
    )


@transaction.atomic
def keep_upload(
    *, upload: PolicyUpload, by: Person, slug: str = "", turn: int | None = None
) -> Version:
    """Keep an upload, as corrected, as a draft; asked twice, it returns the first one's draft.

    `turn` is the state of the corrections that was looked at; MovedOn if they went on since.
    """
    upload = PolicyUpload.objects.select_for_update().get(pk=upload.pk)
    if upload.kept_as is not None:
        return upload.kept_as
    reading = reading_of(upload)
    if turn is not None and turn != reading.turn:
        raise MovedOn(
            "This text was corrected after you opened this page, in another window perhaps. "
            "Nothing is kept yet: look at it as it is now, then press again."
        )
    version = draft_from_import(
        imported=reading.policy,
        original=bytes(upload.content),
        original_name=upload.file_name,
        by=by,
        slug=slug,
        corrections=reading.turn,
    )
    upload.kept_as, upload.content, upload.corrected = version, b"", None
    upload.save()
    return version


@transaction.atomic
def draft_from_import(
    *,
    imported: ImportedPolicy,
    original: bytes,
    original_name: str,
    by: Person | None,
    slug: str = "",
    corrections: int = 0,
) -> Version:
    """Keep an imported document as a draft, and the document itself beside it.

    `slug` names the policy it belongs to; without one, the title does. A slug that is new begins
    a new policy, a known one gets its next version, unless one is in work already. `by` is None
    only for the command line, where whoever holds the server acts. `corrections` says how often
    a person corrected what was read. Raises BadFile for a document
    that does not fit, WrongState while another version is in work.
    """
    if by is not None:
        require(permissions.can_manage(by))
    if too_long := misfits(imported):
        raise BadFile(" ".join(sentence for _, sentence in too_long[:MOST_SENTENCES]))
    policy = _policy(imported, slug)
    version = _version(policy, imported, by)
    version.original_sha256 = hashlib.sha256(original).hexdigest()
    version.original_name = bare_name(original_name)
    version.original.name = f"policies/{version.original_sha256}{_suffix(original_name)}"
    _check(version, "title", "original_name")
    version.save()
    if by is not None:
        version.authors.add(by)
    for position, section in enumerate(imported.sections, start=1):
        _add_section(version, section, position, by)
    facts: dict[str, Any] = {"corrections": corrections} if corrections else {}
    chain.record(
        "policies.version.drafted",
        by=by,
        on=version,
        policy=policy.slug,
        number=version.number,
        original_sha256=version.original_sha256,
        **facts,
    )
    # Last, because no rollback takes a file away again; same content, same name: kept once.
    storage = version.original.storage
    if not storage.exists(version.original.name):
        storage.save(version.original.name, ContentFile(original))
    return version


@transaction.atomic
def describe_draft(
    *,
    version: Version,
    by: Person,
    summary: str,
    audiences: list[str],
    sign_off_text: str,
    approver_level: str,
    pupil_text: str = "",
) -> Version:
    """Say what the document itself does not: in three lines what it is, for whom, who approves.

    `pupil_text` is what staff show a class, a sentence a line.
    """
    version = locked(version)
    require(permissions.can_manage(by))
    if version.state != State.DRAFT:
        raise WrongState("Only a draft can be described anew.")

    # Whom it is for and what they sign is part of the text that is approved, unlike the rest here.
    if (version.audiences, version.sign_off_text) != (audiences, sign_off_text):
        version.authors.add(by)
    version.summary, version.audiences, version.sign_off_text = summary, audiences, sign_off_text
    version.pupil_text = pupil_text
    version.save()
    version.policy.approver_level = approver_level
    version.policy.save()
    chain.record(
        "policies.version.described",
        by=by,
        on=version,
        audiences=audiences,
        approver_level=approver_level,
    )
    return version


def slug_for(title: str) -> str:
    """Return the address that a policy of this title gets."""
    return slugify(title)[:80].strip("-")


def bare_name(name: str) -> str:
    """Return a file's name without folders, short enough to keep, its ending preserved."""
    path = PurePath(name.replace("\\", "/"))
    return path.stem[: 200 - len(path.suffix)] + path.suffix


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 10 else ""


def _policy(imported: ImportedPolicy, slug: str) -> Policy:
    """Return the policy of this slug, under lock, or a new one."""
    slug = slug or slug_for(imported.title)
    policy = Policy.objects.select_for_update().filter(slug=slug).first()
    if policy is not None:
        return policy
    if not slug or slug in RESERVED_SLUGS or slug != slug_for(slug):
        raise DomainError(
            f"“{slug}” cannot be a policy's address: use small letters, digits and hyphens."
        )
    policy = Policy(slug=slug, title=imported.title)
    _check(policy, "title", "slug")
    policy.save()
    return policy


def _version(policy: Policy, imported: ImportedPolicy, by: Person | None) -> Version:
    in_work = policy.versions.open().first()
    if in_work is not None:
        raise WrongState(
            f"Version {in_work.number} of “{policy.title}” is still in work: "
            "publish or withdraw it before you start another."
        )
    if not any(section.clauses for section in imported.sections):
        raise BadFile("We found no clauses in this document, so there is nothing to keep.")
    newest = policy.versions.order_by("-number").first()
    review = imported.dates.get("review")
    return Version(
        policy=policy,
        number=newest.number + 1 if newest else 1,
        title=imported.title,
        summary=newest.summary if newest else "",
        audiences=_audiences(imported),
        sign_off_text=imported.sign_off_text or DEFAULT_SIGN_OFF_TEXT,
        created_by=by,
        # Only what the document says of it: the approver has the last word.
        next_review_on=date.fromisoformat(review) if review else None,
        dates_in_document=dict(imported.dates),
    )


def _audiences(imported: ImportedPolicy) -> list[str]:
    """Return whom its sections speak to; a document that does not say is for everybody."""
    spoken_to = {audience for section in imported.sections for audience in section.audiences}
    return [audience.value for audience in Audience if audience in spoken_to or not spoken_to]


def _add_section(
    version: Version, imported: ImportedSection, position: int, by: Person | None
) -> None:
    section = Section(
        version=version,
        position=position,
        number=imported.number,
        heading=imported.heading,
        audiences=list(imported.audiences),
    )
    _check(section, "number", "heading")
    section.save()
    clauses = [
        Clause(
            section=section,
            position=place,
            number=clause.number,
            text=clause.text,
            level=clause.level,
        )
        for place, clause in enumerate(imported.clauses, start=1)
    ]
    for clause in clauses:
        _check(clause, "number", "text")
    bulk_create_with_history(clauses, Clause, default_user=by)


def _check(row: models.Model, *names: str) -> None:
    """Raise BadFile where the document's words do not fit, such as a whole page for a title."""
    others = {field.name for field in row._meta.concrete_fields} - set(names)
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadFile(f"The {row._meta.model_name}'s {field} does not fit: {messages[0]}") from None
