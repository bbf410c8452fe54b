"""P1: what the database itself refuses about a published version, its sections and its clauses.

SQLite drops a table's triggers when it rebuilds the table: a migration that alters one of these
three tables lifts them first and puts them back last (tests/test_architecture.py fails otherwise).
"""

from audit.append_only import Refuse

MESSAGE = "A published version can never be changed."

# Every column but state and superseded_at, which say where a version stands.
FROZEN_AT_FIRST = (
    "id",
    "policy_id",
    "number",
    "title",
    "summary",
    "sign_off_text",
    "original",
    "original_name",
    "original_sha256",
    "created_at",
    "created_by_id",
    "approved_on",
    "approved_by_id",
    "approved_at_level",
    "approval_minute",
    "next_review_on",
    "must_be_signed",
    "must_be_signed_why",
    "published_at",
    "published_by_id",
    "text_sha256",
)

FROZEN = (
    *FROZEN_AT_FIRST,
    "pupil_text",
    "submitted_at",
    "approval_committee",
    "publish_on",
    "scheduled_at",
    "scheduled_by_id",
)
# PostgreSQL compares JSON only as text.
FROZEN_JSON_AT_FIRST = ("audiences",)
FROZEN_JSON = (*FROZEN_JSON_AT_FIRST, "dates_in_document")

BACK_TO_WORK = "NEW.state IN ('draft', 'in_review', 'approved')"
ANY_PUBLISHED = "EXISTS (SELECT 1 FROM policies_version v WHERE v.published_at IS NOT NULL)"

# SQLite's REPLACE removes the row that stands in its way without asking the triggers on DELETE.
# So a write is refused too if a published row has its id, or what else may only be there once.
IN_THE_WAY = (
    "v.published_at IS NOT NULL AND (v.id = NEW.id OR (v.policy_id = NEW.policy_id AND "
    "(v.number = NEW.number OR (v.state = 'published' AND NEW.state = 'published'))))"
)
REPLACES_VERSION = f"EXISTS (SELECT 1 FROM policies_version v WHERE {IN_THE_WAY})"
REPLACES_ANOTHER = (
    f"EXISTS (SELECT 1 FROM policies_version v WHERE v.id <> OLD.id AND {IN_THE_WAY})"
)


def of_published_version(version_id: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM policies_version v "
        f"WHERE v.id = {version_id} AND v.published_at IS NOT NULL)"
    )


def of_published_section(section_id: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM policies_section s JOIN policies_version v ON v.id = s.version_id "
        f"WHERE s.id = {section_id} AND v.published_at IS NOT NULL)"
    )


def published_clause(clause_id: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM policies_clause c WHERE "
        f"c.id = {clause_id} AND {of_published_section('c.section_id')})"
    )


def refuse(table: str, write: str, *conditions: str) -> Refuse:
    """Refuse a write in any of these cases."""
    return Refuse(table, write, MESSAGE, " OR ".join(f"({case})" for case in conditions))


def refusals(columns: tuple[str, ...], json_columns: tuple[str, ...]) -> list[Refuse]:
    """Return what the database refuses once these columns of a version are there to be frozen."""
    compared = [
        f"CAST(OLD.{c} AS TEXT) IS DISTINCT FROM CAST(NEW.{c} AS TEXT)" for c in json_columns
    ]
    compared += [f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns]
    changed = " OR ".join(compared)
    return [
        refuse("policies_version", "insert", REPLACES_VERSION),
        refuse(
            "policies_version",
            "update",
            f"OLD.published_at IS NOT NULL AND ({changed} OR {BACK_TO_WORK})",
            REPLACES_ANOTHER,
        ),
        refuse("policies_version", "delete", "OLD.published_at IS NOT NULL"),
        refuse("policies_version", "truncate", ANY_PUBLISHED),
        refuse(
            "policies_section",
            "insert",
            of_published_version("NEW.version_id"),
            of_published_section("NEW.id"),
        ),
        refuse(
            "policies_section",
            "update",
            of_published_version("OLD.version_id"),
            of_published_version("NEW.version_id"),
            of_published_section("NEW.id"),
        ),
        refuse("policies_section", "delete", of_published_version("OLD.version_id")),
        refuse("policies_section", "truncate", ANY_PUBLISHED),
        refuse(
            "policies_clause",
            "insert",
            of_published_section("NEW.section_id"),
            published_clause("NEW.id"),
        ),
        refuse(
            "policies_clause",
            "update",
            of_published_section("OLD.section_id"),
            of_published_section("NEW.section_id"),
            published_clause("NEW.id"),
        ),
        refuse("policies_clause", "delete", of_published_section("OLD.section_id")),
        refuse("policies_clause", "truncate", ANY_PUBLISHED),
    ]
