"""What comes in, what does not, and that a copy holds nothing but what is seen."""

import hashlib
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from tests.uploads import nasty
from uploads import IMAGES, BadUpload, Kind, Limits, clean, examine, examine_all, handlers, making
from uploads.fields import UploadField, UploadsField

pytestmark = pytest.mark.rule("I11")

ALL = Limits(kinds=frozenset(Kind), most_files=3)
PICTURES = Limits(kinds=IMAGES)

GOOD = {
    Kind.JPEG: nasty.jpeg(),
    Kind.PNG: nasty.png(),
    Kind.GIF: nasty.gif(),
    Kind.WEBP: nasty.webp(),
    Kind.HEIC: nasty.HEIC,
    Kind.PDF: nasty.pdf(),
    Kind.TEXT: b"They wrote this.\r\n",
}


def refused(content, limits=ALL):
    with pytest.raises(BadUpload) as caught:
        clean(content, examine(content, limits).kind)
    return str(caught.value)


# --- what it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_the_kind_is_told_from_the_content_with_the_hash_of_what_came(kind):
    found = examine(GOOD[kind], ALL)

    assert found.kind is kind
    assert found.sha256 == hashlib.sha256(GOOD[kind]).hexdigest()
    assert found.size == len(GOOD[kind])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG drawing"),
        (b"\xef\xbb\xbf  \n<?xml version='1.0'?><svg/>", "SVG drawing"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
        (b"  <HTML><body>", "web page"),
        (b"\x00\x00<html>", "web page"),
        (nasty.zipped(), "packed folder"),
        (b"MZ" + b"\x00" * 300, "a program"),
        (b"\x7fELF" + b"\x00" * 300, "a program"),
        (b"BM" + b"\x00" * 60, "BMP"),
        (b"\x01\x02\x03\x04" * 40, "cannot tell"),
        (b"words\x00and more", "cannot tell"),
    ],
)
def test_what_cannot_come_in_is_told_in_a_sentence(content, says):
    assert says in refused(content)


def test_a_kind_that_this_place_does_not_take_is_named_with_what_it_takes():
    assert refused(nasty.pdf(), PICTURES).startswith("This is a PDF. Choose a picture")
    assert "a text file" in refused(b"Words.", PICTURES)


@pytest.mark.parametrize(
    "content",
    [
        nasty.jpeg() + nasty.zipped(),
        nasty.png() + nasty.zipped("evil.jar"),
        nasty.pdf() + nasty.zipped(),
        b"GIF89a/*%PDF-1.7*/" + nasty.gif()[6:],
        b"GIF89a=1;<script>alert(1)</script>" + nasty.gif()[6:],
        b"%PDF-1.4 <html><script>alert(1)</script>" + nasty.pdf()[8:],
    ],
)
def test_two_kinds_in_one_file_are_refused(content):
    assert "two kinds of file at once" in refused(content)


def test_files_brought_together_are_counted():
    assert len(examine_all([b"a", b"b", b"c"], ALL)) == 3
    with pytest.raises(BadUpload, match="choose 3 at the most"):
        examine_all([b"a", b"b", b"c", b"d"], ALL)


# --- the copy -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [k for k in Kind if k in IMAGES])
def test_a_copy_of_a_picture_has_its_points_and_nothing_else(kind):
    given = GOOD[kind] + b"appended payload SECRET"

    made = clean(given, kind)

    assert made.kind is (Kind.PNG if kind is Kind.PNG else Kind.JPEG)
    assert b"SECRET" not in made.content
    shown = Image.open(BytesIO(made.content))
    assert shown.format == made.kind.name
    assert dict(shown.getexif()) == {}
    assert not {"icc_profile", "comment", "exif", "xmp"} & set(shown.info)
    assert examine(made.content, PICTURES).kind is made.kind


def test_what_a_phone_took_lying_down_stands_upright():
    assert Image.open(BytesIO(clean(nasty.jpeg(), Kind.JPEG).content)).size == (80, 120)
    assert Image.open(BytesIO(clean(nasty.HEIC, Kind.HEIC).content)).size == (64, 96)


def test_the_colours_of_a_picture_stay():
    shown = Image.open(BytesIO(clean(GOOD[Kind.PNG], Kind.PNG).content))

    assert shown.getpixel((30, 30)) == (200, 30, 30)
    assert shown.getpixel((110, 70)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_way_of_storing_colours_comes_through(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    given = nasty.saved(Image.new(mode, (20, 20)), kind)

    assert Image.open(BytesIO(clean(given, Kind[kind]).content)).mode == "RGB"


def test_a_see_through_picture_is_seen_on_white():
    given = nasty.saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")

    shown = Image.open(BytesIO(clean(given, Kind.PNG).content))

    assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_a_very_large_picture_is_brought_down_to_a_size_that_can_be_shown():
    given = nasty.jpeg(size=(6000, 4000))

    assert max(Image.open(BytesIO(clean(given, Kind.JPEG).content)).size) == 3000


def test_a_picture_that_unfolds_without_end_is_refused():
    assert "unpacks to more" in refused(nasty.bomb())


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.TEXT])
def test_a_file_that_was_cut_off_is_refused(kind):
    assert "damaged or was cut off" in refused(GOOD[kind][: len(GOOD[kind]) * 6 // 10])


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.TEXT])
def test_noise_behind_a_good_beginning_is_refused_and_nothing_breaks(kind):
    given = GOOD[kind][:64] + bytes(range(1, 256)) * 40

    assert "damaged" in refused(given) or "unpacks" in refused(given)


def test_a_copy_of_a_pdf_has_its_pages_and_nothing_that_acts():
    given = nasty.scripted_pdf()
    assert b"SECRET" in given

    made = clean(given, Kind.PDF)

    assert made.kind is Kind.PDF
    with pikepdf.open(BytesIO(made.content)) as shown:
        out = BytesIO()
        shown.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        assert set(shown.Root.keys()) == {"/Type", "/Pages"}
        assert "/Annots" not in shown.pages[0].obj
        assert "/AA" not in shown.pages[0].obj
    assert b"SECRET" not in out.getvalue()
    assert b"JavaScript" not in out.getvalue()
    assert b"evil.exe" not in out.getvalue()


def test_what_was_filled_in_on_a_pdf_is_still_seen():
    made = clean(nasty.scripted_pdf(), Kind.PDF)

    shown = pypdfium2.PdfDocument(made.content)[0].render().to_pil().convert("RGB")
    red, green, blue = shown.getpixel((170, 90))  # within the form's field
    assert (red, green) < (60, 60)
    assert blue > 200


def test_a_locked_pdf_says_what_to_do():
    assert "locked with a password" in refused(nasty.pdf(password="secret"))


def test_a_pdf_of_very_many_pages_is_refused():
    assert "fewer pages" in refused(nasty.pdf(pages=201))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("naïve – “quoted”".encode(), "naïve – “quoted”"),
        ("naïve “quoted”".encode("cp1252"), "naïve “quoted”"),
        ("from Windows".encode("utf-16"), "from Windows"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("red \x1b[31m and \u202ereversed".encode(), "red [31m and reversed"),
    ],
)
def test_a_copy_of_a_text_is_plain_utf_8(given, shown):
    kind = examine(given, ALL).kind

    assert kind is Kind.TEXT
    assert clean(given, kind).content.decode() == shown


def test_a_decoder_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(making, "SECONDS", 0.01)

    with pytest.raises(BadUpload, match="unpacks to more"):
        clean(nasty.jpeg(), Kind.JPEG)


def test_the_program_may_write_no_file_and_take_no_more_than_its_memory(tmp_path, monkeypatch):
    greedy = tmp_path / "cleaning.py"
    source = making.PROGRAM.read_text()
    planted = "    sys.stdout.buffer.write(b'x' * (3 * 1024**3))\n    kind, content ="
    greedy.write_text(source.replace("    kind, content =", planted))
    monkeypatch.setattr(making, "PROGRAM", greedy)

    with pytest.raises(BadUpload):
        clean(nasty.jpeg(), Kind.JPEG)


# --- in a form ------------------------------------------------------------------------------------


class Form(forms.Form):
    scan = UploadField(limits=PICTURES, required=False)


def sent(content, name="slip.jpg"):
    return Form({}, {"scan": SimpleUploadedFile(name, content, content_type="text/html")})


def test_a_field_gives_the_file_as_it_came_and_its_copy():
    form = sent(nasty.HEIC, name="../../etc/slip.exe")

    assert form.is_valid()
    upload = form.cleaned_data["scan"]
    assert upload.content == nasty.HEIC
    assert upload.examined.kind is Kind.HEIC
    assert upload.copy.kind is Kind.JPEG
    assert upload.name == "slip.exe"


def test_a_field_says_what_is_wrong_and_may_stay_empty():
    assert sent(b"").errors["scan"] == [
        "This file is empty. Choose it again, or take a new picture."
    ]
    assert "web page" in sent(b"<html>").errors["scan"][0]
    empty = Form({}, {})
    assert empty.is_valid()
    assert empty.cleaned_data["scan"] is None


def test_what_may_be_chosen_is_said_in_words():
    assert PICTURES.in_words == "a picture (JPEG, PNG, HEIC, WebP or GIF)"
    assert Limits([Kind.PDF, Kind.JPEG]).in_words.endswith("or a PDF")
    assert ".heic" in PICTURES.accept


@pytest.mark.django_db
def test_a_form_without_end_is_refused_and_the_page_says_what_to_do(client, monkeypatch):
    monkeypatch.setattr(handlers, "MOST_BYTES", 1000)
    address = "/sign-offs/check/"

    small = client.post(address, {"code": "x"})
    endless = client.post(address, {"code": "x", "file": SimpleUploadedFile("a", b"x" * 2000)})
    unreadable = client.post(address, "x", content_type="multipart/form-data; boundary=")

    assert small.status_code == 200
    assert endless.status_code == 413
    assert "choose fewer or smaller files" in endless.text
    assert unreadable.status_code == 400
    assert "not in a form that we understand" in unreadable.text


def test_what_is_refused_is_read_to_its_end_so_that_its_browser_hears_the_answer(monkeypatch):
    monkeypatch.setattr(handlers, "MOST_BYTES", 1000)
    monkeypatch.setattr(handlers, "MOST_READ_AWAY", 3000)
    large, endless = BytesIO(b"x" * 2000), BytesIO(b"x" * 4000)

    for sent in (large, endless):
        with pytest.raises(RequestDataTooBig):
            handlers.NoEndlessUploads().handle_raw_input(sent, {}, len(sent.getvalue()), "")

    assert large.tell() == 2000
    assert endless.tell() == 0


# --- several at once ------------------------------------------------------------------------------


class SeveralForm(forms.Form):
    files = UploadsField(limits=ALL, required=False)


def several(*files):
    brought = MultiValueDict({"files": [SimpleUploadedFile(name, what) for name, what in files]})
    return SeveralForm({}, brought)


def test_of_several_files_the_good_ones_are_not_lost_for_a_bad_one():
    form = several(("a.txt", b"words"), ("../b.html", b"<html>"), ("c.jpg", nasty.jpeg()))

    assert form.is_valid()
    assert [upload.name for upload in form.cleaned_data["files"].good] == ["a.txt", "c.jpg"]
    (sentence,) = form.cleaned_data["files"].refused
    assert sentence.startswith("b.html: This is a web page")


def test_too_many_at_once_are_refused_before_any_is_looked_into():
    form = several(*[(f"{n}.txt", b"words") for n in range(4)])

    assert "choose 3 at the most" in form.errors["files"][0]


def test_no_file_at_all_is_no_error():
    assert several().is_valid()
    assert SeveralForm({}, {}).is_valid()
    assert "multiple" in str(SeveralForm()["files"])
