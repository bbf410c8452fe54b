"""P1 in the database itself: whatever the way in, a published version stays as it is."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from policies.models import Clause, Section, State, Version
from policies.text import text_sha256
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P1")]

NEVER = "published version can never be changed"


@pytest.fixture
def version():
    return factories.published(sections=["What we ask", "What we do"])


@pytest.fixture(autouse=True)
def _unchanged(version):
    before = text_sha256(version), Version.objects.filter(pk=version.pk).values().get()
    yield
    row = Version.objects.filter(pk=version.pk).values().get()
    ignored = {"state", "superseded_at"}
    assert text_sha256(Version.objects.get(pk=version.pk)) == before[0]
    assert {k: v for k, v in row.items() if k not in ignored} == {
        k: v for k, v in before[1].items() if k not in ignored
    }


def refused(write) -> None:
    with pytest.raises(IntegrityError, match=NEVER), transaction.atomic():
        write()


def sql(statement, *values):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


# --- the version ----------------------------------------------------------------------------------

CHANGES = {
    "number": 9,
    "title": "Another",
    "summary": "Another",
    "audiences": ["staff"],
    "sign_off_text": "Another",
    "original": "policies/other",
    "original_name": "other.txt",
    "original_sha256": "b" * 64,
    "created_at": timezone.now(),
    "created_by": None,
    "approved_on": "2020-01-01",
    "approved_at_level": "headteacher",
    "approval_minute": "1/1",
    "next_review_on": "2099-01-01",
    "must_be_signed": False,
    "must_be_signed_why": "Another",
    "pupil_text": "Another",
    "dates_in_document": {"approved": "2020-01-01"},
    "submitted_at": timezone.now(),
    "approval_committee": "Another",
    "published_at": timezone.now(),
    "text_sha256": "b" * 64,
}


def test_the_list_of_changes_leaves_out_no_column():
    columns = {field.name for field in Version._meta.concrete_fields}
    people = {"policy", "approved_by", "published_by"}  # foreign keys, tried apart
    schedule = {"publish_on", "scheduled_at", "scheduled_by"}  # only together: tried apart
    assert columns - set(CHANGES) - people - schedule == {"id", "state", "superseded_at"}


@pytest.mark.parametrize("column", CHANGES)
def test_no_column_of_it_changes_by_save(version, column):
    setattr(version, column, CHANGES[column])

    refused(version.save)


@pytest.mark.parametrize("column", CHANGES)
def test_no_column_of_it_changes_by_bulk_update(version, column):
    rows = Version.objects.filter(pk=version.pk)

    refused(lambda: rows.update(**{column: CHANGES[column]}))


@pytest.mark.parametrize("column", ["approved_by", "published_by"])
def test_neither_its_approver_nor_its_publisher_changes(version, column, outsider):
    refused(lambda: Version.objects.filter(pk=version.pk).update(**{column: outsider}))


def test_the_day_it_was_to_go_live_is_not_written_in_afterwards(version, outsider):
    schedule = {"publish_on": "2020-01-01", "scheduled_at": timezone.now()}

    refused(lambda: Version.objects.filter(pk=version.pk).update(scheduled_by=outsider, **schedule))


def test_it_does_not_move_to_another_policy(version):
    other = factories.PolicyFactory()

    refused(lambda: Version.objects.filter(pk=version.pk).update(policy=other))


def test_neither_its_hash_nor_its_id_changes_by_sql(version):
    refused(sql("UPDATE policies_version SET text_sha256 = 'x' WHERE id = %s", version.pk))
    refused(sql("UPDATE policies_version SET id = id + 1000 WHERE id = %s", version.pk))
    refused(sql("UPDATE policies_version SET published_at = NULL WHERE id = %s", version.pk))


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_it_never_goes_back_to_work(version, state):
    refused(lambda: Version.objects.filter(pk=version.pk).update(state=state))


def test_it_is_never_deleted(version):
    refused(version.delete)
    refused(Version.objects.filter(pk=version.pk).delete)
    refused(sql("DELETE FROM policies_version WHERE id = %s", version.pk))


def test_it_can_be_superseded_and_stays_as_it_is_even_then(version):
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()

    refused(lambda: Version.objects.filter(pk=version.pk).update(title="Another"))
    refused(lambda: Clause.objects.filter(section__version=version).update(text="Another"))
    refused(version.delete)


def test_it_can_be_withdrawn_and_stays_as_it_is_even_then(version):
    version.state = State.WITHDRAWN
    version.save()

    refused(lambda: Version.objects.filter(pk=version.pk).update(title="Another"))
    refused(lambda: Section.objects.filter(version=version).update(heading="Another"))


# --- its sections ---------------------------------------------------------------------------------


def test_no_section_of_it_changes(version):
    section = version.sections.first()
    section.heading = "Another"

    refused(section.save)
    refused(lambda: version.sections.update(heading="Another"))
    refused(lambda: version.sections.update(audiences=[]))
    refused(lambda: version.sections.update(position=F("position") + 50))
    refused(lambda: Section.objects.bulk_update([section], ["heading"]))
    refused(sql("UPDATE policies_section SET number = '9' WHERE id = %s", section.pk))


def test_no_section_of_it_is_removed(version):
    section = version.sections.first()

    refused(section.delete)
    refused(version.sections.all().delete)
    refused(sql("DELETE FROM policies_section WHERE id = %s", section.pk))


def test_no_section_is_added_to_it(version):
    refused(lambda: factories.SectionFactory(version=version))
    refused(lambda: Section.objects.bulk_create([Section(version=version, position=9)]))
    refused(
        sql(
            "INSERT INTO policies_section (version_id, position, number, heading, audiences) "
            "VALUES (%s, 9, '9', 'Another', '[]')",
            version.pk,
        )
    )


def test_no_section_moves_into_it_or_out_of_it(version):
    draft = factories.VersionFactory()

    refused(lambda: draft.sections.update(version=version, position=9, number="9"))
    refused(lambda: version.sections.filter(number="1").update(version=draft, position=9))


# --- its clauses ----------------------------------------------------------------------------------


def test_no_clause_of_it_changes(version):
    clauses = Clause.objects.filter(section__version=version)
    clause = clauses.first()
    clause.text = "Another"

    refused(clause.save)
    refused(lambda: clauses.update(text="Another"))
    refused(lambda: clauses.update(level=2))
    refused(lambda: Clause.objects.bulk_update([clause], ["text"]))
    refused(sql("UPDATE policies_clause SET number = '9.9' WHERE id = %s", clause.pk))


def test_no_clause_of_it_is_removed(version):
    clause = Clause.objects.filter(section__version=version).first()

    refused(clause.delete)
    refused(Clause.objects.filter(section__version=version).delete)
    refused(sql("DELETE FROM policies_clause WHERE id = %s", clause.pk))


def test_no_clause_is_added_to_it(version):
    section = version.sections.first()

    refused(lambda: factories.ClauseFactory(section=section))
    refused(lambda: Clause.objects.bulk_create([Clause(section=section, position=9, text="x")]))
    refused(
        sql(
            "INSERT INTO policies_clause (section_id, position, number, text, level) "
            "VALUES (%s, 9, '9', 'Another', 1)",
            section.pk,
        )
    )


def test_no_clause_moves_into_it_or_out_of_it(version):
    draft = factories.VersionFactory()
    theirs = Clause.objects.filter(section__version=draft, number="1.1")
    ours = Clause.objects.filter(section__version=version, number="1.1")

    refused(lambda: theirs.update(section=version.sections.first(), position=9, number="9"))
    refused(lambda: ours.update(section=draft.sections.first(), position=9, number="9"))


# --- ways that only one database has --------------------------------------------------------------

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's")
only_postgres = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="TRUNCATE is PostgreSQL's"
)


@only_sqlite
def test_replacing_a_row_is_no_way_round(version):
    draft = factories.VersionFactory(policy=version.policy, number=2)
    section, clause = version.sections.first(), version.sections.first().clauses.first()
    columns = ", ".join(f.column for f in Version._meta.concrete_fields if f.column != "id")
    copied = f"SELECT %s, {columns} FROM policies_version WHERE id = %s"

    refused(
        sql(
            f"INSERT OR REPLACE INTO policies_version (id, {columns}) {copied}",
            version.pk,
            version.pk,
        )
    )
    refused(sql("UPDATE OR REPLACE policies_version SET number = 1 WHERE id = %s", draft.pk))
    refused(
        sql("UPDATE OR REPLACE policies_version SET id = %s WHERE id = %s", version.pk, draft.pk)
    )
    refused(
        sql(
            "INSERT OR REPLACE INTO policies_section "
            "(id, version_id, position, number, heading, audiences) "
            "VALUES (%s, %s, 9, '9', 'x', '[]')",
            section.pk,
            draft.pk,
        )
    )
    refused(
        sql(
            "INSERT OR REPLACE INTO policies_clause "
            "(id, section_id, position, number, text, level) VALUES (%s, %s, 9, '9', 'x', 1)",
            clause.pk,
            draft.sections.first().pk,
        )
    )
    refused(
        sql(
            "UPDATE OR REPLACE policies_clause SET id = %s WHERE id = %s",
            clause.pk,
            draft.sections.first().clauses.first().pk,
        )
    )


@only_postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["policies_version", "policies_section", "policies_clause"])
def test_emptying_a_table_is_no_way_round(table):
    refused(sql(f"TRUNCATE {table} CASCADE"))


# --- what stays possible --------------------------------------------------------------------------


def test_a_draft_beside_it_changes_freely(version):
    draft = factories.VersionFactory(policy=version.policy, number=2)
    section = draft.sections.first()

    section.clauses.all().delete()
    section.heading = "Another"
    section.save()
    draft.title = "Another"
    draft.save()
    factories.ClauseFactory(section=section)
    draft.sections.all().delete()
    draft.delete()

    assert not Version.objects.filter(pk=draft.pk).exists()
