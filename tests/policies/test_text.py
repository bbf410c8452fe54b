import hashlib
import json

import pytest

from policies.models import Clause, Version
from policies.text import canonical_text, text_sha256
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A1")]


@pytest.fixture
def version():
    version = factories.VersionFactory(
        title="Kindness – a policy", audiences=["staff"], sign_off_text="I will."
    )
    version.sections.all().delete()
    section = factories.SectionFactory(
        version=version, number="1", heading="Aims", audiences=["staff"]
    )
    factories.ClauseFactory(section=section, position=1, number="1.1", text="Be kind.", level=1)
    return version


def test_the_canonical_text_is_written_exactly_so(version):
    assert canonical_text(version) == (
        '{"audiences":["staff"],"sections":[{"audiences":["staff"],"clauses":'
        '[{"level":1,"number":"1.1","text":"Be kind."}],"heading":"Aims","number":"1"}],'
        '"sign_off_text":"I will.","title":"Kindness – a policy"}'
    )


def test_the_hash_is_that_of_the_canonical_text_in_utf_8(version):
    by_hand = hashlib.sha256(canonical_text(version).encode("utf-8")).hexdigest()

    assert text_sha256(version) == by_hand


@pytest.mark.parametrize(
    "change",
    [
        lambda v: Version.objects.update(title="Another"),
        lambda v: Version.objects.update(audiences=["staff", "pupils"]),
        lambda v: Version.objects.update(sign_off_text="I may."),
        lambda v: v.sections.update(number="2"),
        lambda v: v.sections.update(heading="Aim"),
        lambda v: v.sections.update(audiences=[]),
        lambda v: Clause.objects.update(number="1.2"),
        lambda v: Clause.objects.update(text="Be  kind."),
        lambda v: Clause.objects.update(level=2),
        lambda v: Clause.objects.all().delete(),
        lambda v: factories.SectionFactory(version=v),
    ],
)
def test_every_part_of_the_text_changes_the_hash(version, change):
    before = text_sha256(version)

    change(version)

    assert text_sha256(Version.objects.get(pk=version.pk)) != before


def test_what_is_no_text_does_not_change_the_hash(version):
    before = text_sha256(version)

    Version.objects.update(number=7, state="in_review", summary="Another", original_name="x")

    assert text_sha256(Version.objects.get(pk=version.pk)) == before


def test_clauses_are_taken_in_their_order_and_not_in_that_of_their_making(version):
    section = version.sections.get()
    factories.ClauseFactory(section=section, number="1.3", text="Third.", position=3)
    factories.ClauseFactory(section=section, number="1.2", text="Second.", position=2)

    clauses = json.loads(canonical_text(version))["sections"][0]["clauses"]

    assert [clause["number"] for clause in clauses] == ["1.1", "1.2", "1.3"]
