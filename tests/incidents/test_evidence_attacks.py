"""I11: hostile files and names, brought to a case as a browser would, and asked for in odd ways."""

import re
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from incidents.models import EvidenceLook, State
from tests.incidents.bringing import a_piece, on_disk
from tests.incidents.cases import a_case
from tests.uploads import nasty

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I11")]

PAGE = b"<html><script>alert(document.domain)</script></html>"


def several_pictures(kind):
    """Return a file of two pictures, of which a reader shows the first."""
    first, second = nasty.picture(), Image.new("RGB", (120, 80), "black")
    return nasty.saved(first, kind, save_all=True, append_images=[second])


def unfolding_pdf():
    """Return a PDF of some 50 KB whose page unfolds to 50 MB."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 200))
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(b" " * 1024 * 1024) for _ in range(50)) + packed.flush()
    made.pages[0].Contents = pikepdf.Stream(made, data, Filter=pikepdf.Name.FlateDecode)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


REFUSED = {
    "a GIF that is a JAR": nasty.gif() + nasty.zipped("META-INF/MANIFEST.MF"),
    "a PDF that is a ZIP": nasty.pdf() + nasty.zipped(),
    "a page in the comment of a JPEG": nasty.saved(nasty.picture(), "JPEG", comment=PAGE),
    "an SVG called a picture": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a page called a text": b"\n\n" + PAGE,
    "nothing": b"",
    "a bomb of a PNG": nasty.bomb(),
    "a TIFF": nasty.saved(nasty.picture(), "TIFF"),
    "a program": b"MZ" + bytes(400),
    "a PDF cut off": nasty.pdf()[:-60],
    "21 MB": b"a" * (21 * 1024 * 1024),
}
TAKEN = {
    "two pictures in a GIF": (several_pictures("GIF"), "JPEG"),
    "two pictures in a PNG": (several_pictures("PNG"), "PNG"),
    "two pictures in a WebP": (several_pictures("WEBP"), "JPEG"),
    "two pictures in an MPO": (several_pictures("MPO"), "JPEG"),
    "a HEIC that knows where": (nasty.HEIC, "JPEG"),
    "a page behind a JPEG": (nasty.jpeg() + PAGE, "JPEG"),
}


@pytest.fixture
def case():
    return a_case(State.TRIAGED)


@pytest.fixture
def head(sign_in, headteacher):
    return sign_in(headteacher)


def bring(head, case, content, name="photo.jpg"):
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    return head.post(reverse("incidents:evidence", args=[case.pk]), {"uploads": [file]})


def at(case, number=1, name="piece_copy"):
    return reverse(f"incidents:{name}", args=[case.pk, number])


def test_what_would_harm_is_refused_with_a_sentence_and_leaves_nothing(head, case):
    before = on_disk()

    for what, content in REFUSED.items():
        answer = bring(head, case, content)
        assert answer.status_code == 200, what
        assert re.search(r"photo\.jpg: (This|We)[^<]+\.", answer.text), what

    assert not case.evidence.exists()
    assert on_disk() == before


def test_of_what_can_be_shown_the_copy_holds_one_picture_and_nothing_besides(head, case):
    for number, (what, (content, kind)) in enumerate(TAKEN.items(), start=1):
        assert bring(head, case, content, "photo.exe").status_code == 302, what
        copy = head.get(at(case, number))
        shown = Image.open(BytesIO(copy.content))
        assert copy["Content-Type"] == f"image/{kind.lower()}", what
        assert (shown.format, getattr(shown, "n_frames", 1)) == (kind, 1), what
        assert min(shown.convert("RGB").getpixel((2, 2))) > 200, what
        assert dict(shown.getexif()) == {}, what
        assert nasty.SECRET not in copy.content, what
        assert b"alert" not in copy.content, what


def test_a_pdf_that_unfolds_without_end_unfolds_nowhere_in_the_portal(head, case, headteacher):
    given = unfolding_pdf()

    assert bring(head, case, given, "letter.pdf").status_code == 302

    assert len(head.get(at(case)).content) < 2 * len(given)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("صورة.jpg", "صورة.jpg"),
        ("🎠 fair 🎡.jpg", "🎠 fair 🎡.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("../../../etc/cron.d/x.jpg", "x.jpg"),
        ("..\\..\\boot.jpg", "boot.jpg"),
        ("<img src=x onerror=alert(1)>.jpg", "&lt;img src=x onerror=alert(1)&gt;.jpg"),
        ("x" * 400 + ".jpg", "x.jpg"),
    ],
    ids=["arabic", "emoji", "turned round", "path", "path of Windows", "markup", "long"],
)
def test_what_a_file_is_called_is_shown_and_stands_in_no_header_and_on_no_disk(
    name, shown, head, case
):
    kept = on_disk()
    assert bring(head, case, nasty.jpeg(), name).status_code == 302

    assert shown in head.get(at(case, name="piece")).text
    header = head.get(at(case))["Content-Disposition"]
    assert header == f'attachment; filename="{case.reference}-evidence-1.jpg"'
    assert all(re.fullmatch(r"[0-9a-f]{32}\.jpg", path.name) for path in on_disk() - kept)


def test_a_part_or_the_headers_alone_are_no_way_round_the_record(head, case, headteacher):
    a_piece(case, headteacher, b"Every word of it.")

    part = head.get(at(case), headers={"range": "bytes=0-4"})
    headers = head.head(at(case))

    assert (part.status_code, part.content) == (200, b"Every word of it.")
    assert headers.content == b""
    for answer in (part, headers):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer["Cache-Control"]
        assert "Accept-Ranges" not in answer
    assert EvidenceLook.objects.count() == 2
