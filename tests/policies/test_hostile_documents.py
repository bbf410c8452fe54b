"""What no policy can be read from: one clear sentence, on the page and at the command line."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from policies.models import Policy, PolicyUpload
from tests.policies.documents_hostile import NAMES, REFUSED
from tests.policies.documents_in_words import SOCIAL_MEDIA

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P9")]

refused = pytest.mark.parametrize(("data", "name", "says"), REFUSED, ids=NAMES)


@refused
def test_the_page_says_in_one_sentence_what_is_wrong(office, sign_in, data, name, says):
    started = time.process_time()

    answer = sign_in(office).post(
        reverse("policies:upload"), {"document": SimpleUploadedFile(name, data)}
    )

    assert time.process_time() - started < 10
    assert answer.status_code == 200
    [sentence] = re.findall(
        r'class="error-summary.*?<li>\s*(?:<a[^>]*>)?(.*?)</', answer.text, re.S
    )
    assert says in sentence
    assert "Error" not in sentence
    assert sentence.endswith(".")
    assert not PolicyUpload.objects.exists()


@refused
def test_the_command_ends_with_one_line(tmp_path, data, name, says):
    document = tmp_path / name
    document.write_bytes(data)

    with pytest.raises(CommandError, match=says) as refusal:
        call_command("import_policy", document)

    assert "\n" not in str(refusal.value)
    assert not Policy.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "C:\\policies\\kindness.txt",
        "Политика доброты.txt",
        "سياسة.txt",
        "kind\u202etxt.exe.txt",
        "x" * 190 + ".txt",
        "policy.txt.exe",
        '"><script>alert(1)</script>.txt',
        "a b'c;d&e.txt",
        ".txt",
        "no ending",
    ],
)
def test_whatever_a_file_is_called_it_is_held_under_a_bare_name(office, sign_in, name):
    answer = sign_in(office).post(
        reverse("policies:upload"), {"document": SimpleUploadedFile(name, SOCIAL_MEDIA)}
    )

    if answer.status_code == 302:
        held = PolicyUpload.objects.get()
        assert not set("/\\") & set(held.file_name)
        shown = sign_in(office).get(answer.url).content.decode()
        assert "<script>alert" not in shown
    else:
        assert "error-summary" in answer.content.decode()
