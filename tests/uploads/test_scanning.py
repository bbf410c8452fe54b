"""What the virus scanner says, and that no answer is never taken for a yes."""

import pytest

from tests.uploads import clamd
from uploads import scanning

pytestmark = pytest.mark.rule("I11")


@pytest.fixture(params=["address", "path"])
def scanner(request, settings, tmp_path):
    where = ("127.0.0.1", 0) if request.param == "address" else str(tmp_path / "clamd.ctl")
    with clamd.scanner(where) as running:
        settings.SCANNER_URL = running.url
        yield running


def test_a_file_in_which_nothing_is_found_is_clean_and_reached_it_whole(scanner):
    content = bytes(range(256)) * 1000  # several pieces

    assert scanning.scan(content) == ""
    assert scanner.seen == [content]


def test_harm_is_named(scanner):
    assert scanning.scan(b"words " + clamd.HARM) == clamd.NAME


def test_it_is_asked_whether_it_is_well(scanner, settings):
    assert scanning.answers()
    settings.SCANNER_URL = clamd.NOBODY_THERE
    assert not scanning.answers()


def test_nobody_there_is_no_answer(settings, tmp_path):
    for url in (clamd.NOBODY_THERE, f"unix://{tmp_path}/nothing"):
        settings.SCANNER_URL = url
        with pytest.raises(scanning.ScannerAway):
            scanning.scan(b"words")


@pytest.mark.parametrize("ill", [{"most_bytes": 10}, {"hangs_up": True}], ids=["small", "hangs"])
def test_a_scanner_that_does_not_say_yes_or_no_is_no_answer(ill, settings):
    with clamd.scanner(**ill) as running:
        settings.SCANNER_URL = running.url
        with pytest.raises(scanning.ScannerAway):
            scanning.scan(b"x" * 5_000_000)


def test_without_a_scanner_none_is_set_up(settings):
    assert settings.SCANNER_URL == ""
    assert not scanning.is_set_up()
