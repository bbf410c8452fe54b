"""What holds for the code as a whole: its rooms, sizes, templates, migrations and documents."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.template.loader import get_template

from tests.rule_report import known_rules
from tests.support.management.commands.flush import refusals

ROOT = Path(__file__).parent.parent
ROOMS = ["stmarys_portal", "governance", "incidents", "acknowledgements", "consents"]
ROOMS += ["approvals", "policies", "notifications", "packing", "school"]
ROOMS += ["audit", "uploads"]
MOST_LINES = 450
MOST_LINES_OF_TESTS = 600  # many short tests in a row are read one at a time


def own_files(pattern: str) -> list[Path]:
    return sorted(
        path
        for folder in [*ROOMS, "tests", "templates", "static", "scripts"]
        for path in (ROOT / folder).rglob(pattern)
        if "__pycache__" not in path.parts
    )


def test_rooms_import_downwards_only():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.rule("P1", "A1", "S5")
@pytest.mark.django_db
def test_each_refusal_of_the_migrations_stands_in_the_database():
    tables = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(tables[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}

    promised = {refusal.name for refusal in refusals() if refusal.create(connection.vendor)}

    assert promised
    assert promised <= standing


def test_each_template_compiles():
    templates = ROOT / "templates"
    for path in sorted([*templates.rglob("*.html"), *templates.rglob("*.txt")]):
        get_template(str(path.relative_to(templates)))


def test_no_file_is_longer_than_one_can_read():
    long = {}
    for path in own_files("*.py") + own_files("*.html") + own_files("*.js"):
        most = MOST_LINES_OF_TESTS if path.is_relative_to(ROOT / "tests") else MOST_LINES
        lines = len(path.read_text().splitlines())
        if lines > most and path.name != "0001_initial.py":
            long[str(path.relative_to(ROOT))] = lines

    assert long == {}


def test_each_template_is_used_by_something():
    code = "\n".join(
        path.read_text() for path in own_files("*.py") + own_files("*.html") if path.is_file()
    )
    found_by_name = ("account/", "portal/", "registration/", "mail/")
    unused = [
        name
        for path in own_files("*.html")
        if not (name := str(path.relative_to(ROOT / "templates"))).startswith(found_by_name)
        and not re.match(r"[45]\d\d\w*\.html$", name)  # Django and allauth look for these
        and name not in code
    ]

    assert unused == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_package_is_pinned(name):
    lines = (ROOT / name).read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith(("#", " ", "-c"))]

    assert packages
    assert [
        line for line in packages if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==\S+", line)
    ] == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_each_package_that_was_chosen_has_its_reason(name):
    reasons = (ROOT / "docs/decisions/0001-packages.md").read_text()
    lines = (ROOT / name).read_text().splitlines()
    chosen = [re.match(r"[\w-]+", line).group() for line in lines if re.match(r"\w", line)]

    assert [package for package in chosen if f"`{package}`" not in reasons] == []


@pytest.mark.parametrize("document", [".env.example", "docs/operator.md"])
def test_each_variable_of_the_environment_is_explained(document):
    code = (ROOT / "stmarys_portal/environment.py").read_text()
    variables = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    text = (ROOT / document).read_text()

    assert "DATABASE_URL" in variables
    assert {name for name in variables if not re.search(rf"\b{name}\b", text)} == set()


def test_each_room_is_described_in_the_developers_guide():
    guide = (ROOT / "docs/developer.md").read_text()

    assert [room for room in ROOMS if f"`{room}`" not in guide] == []


def test_links_between_documents_lead_somewhere():
    broken = []
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append(f"{document.relative_to(ROOT)}: {target}")

    assert broken == []


def test_every_rule_a_test_cites_exists(request):
    known = known_rules()
    cited = {
        rule
        for item in request.session.items
        for mark in item.iter_markers("rule")
        for rule in mark.args
    }

    assert cited - set(known) == set()


def test_every_model_has_a_sentence_that_says_what_it_is():
    rooms = [apps.get_app_config(room) for room in ROOMS[1:] if apps.is_installed(room)]
    models = [model for room in rooms for model in room.get_models()]
    bare = [
        model.__name__
        for model in models
        if not model.__name__.startswith("Historical")
        and (model.__doc__ or "").startswith(f"{model.__name__}(")
    ]

    assert bare == []


def test_no_template_or_view_switches_a_guard_off():
    forbidden = re.compile(
        r"\|\s*safe\b|mark_safe|csrf_exempt|<script(?![^>]*\bsrc=)|<[^>]*\sstyle="
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in own_files("*.html") + own_files("*.py")
        if not path.is_relative_to(ROOT / "tests")
        for match in forbidden.finditer(path.read_text())
    ]

    assert found == []
