"""Files that should come in, and files that should not, made as they are needed."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, PngImagePlugin

HEIC = (Path(__file__).parent / "files/slip-by-telephone.heic").read_bytes()
SECRET = b"51.507222-SECRET"  # what no copy may carry on


def picture(size=(120, 80), mode="RGB"):
    drawn = Image.new(mode, size, "white")
    ImageDraw.Draw(drawn).rectangle((10, 10, 60, 40), fill=(200, 30, 30))
    return drawn


def saved(image, kind, **kwargs):
    out = BytesIO()
    image.save(out, kind, **kwargs)
    return out.getvalue()


def jpeg(size=(120, 80)):
    """A photo as a phone takes it: place, camera, comment, lying on its side."""
    image = picture(size)
    exif = image.getexif()
    exif[0x010F], exif[0x0112] = SECRET.decode(), 6
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (51.0, 30.0, 26.0)
    return saved(image, "JPEG", exif=exif, comment=SECRET)


def png():
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET.decode())
    return saved(picture(), "PNG", pnginfo=told, icc_profile=SECRET * 4)


def gif():
    return saved(picture(), "GIF", comment=SECRET)


def webp():
    return saved(picture(), "WEBP", exif=b"Exif\x00\x00" + SECRET)


def bomb():
    """A PNG of some hundred bytes that claims 30,000 x 30,000 points."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data))
            + name
            + data
            + struct.pack(">I", zlib.crc32(name + data) & 0xFFFFFFFF)
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf(pages=1, password=None, **root):
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(300, 200))
    made.pages[0].Contents = made.make_stream(b"q 1 0 0 rg 10 10 100 50 re f Q")
    for key, value in root.items():
        made.Root[f"/{key}"] = value
    out = BytesIO()
    locked = pikepdf.Encryption(user=password, owner="o") if password else False
    made.save(out, encryption=locked)
    return out.getvalue()


def scripted_pdf():
    """A PDF with a script at opening, an attachment, a form filled in, and its maker's name."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 200))
    page = made.pages[0]
    page.Contents = made.make_stream(b"q 1 0 0 rg 10 10 100 50 re f Q")
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=SECRET.decode())
    made.Root.OpenAction = script
    made.Root.AA = pikepdf.Dictionary(WC=script)
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([SECRET.decode(), script]))
    )
    page.obj.AA = pikepdf.Dictionary(O=script)
    look = made.make_stream(b"q 0 0 1 rg 0 0 40 20 re f Q")
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = pikepdf.Array([0, 0, 40, 20])
    filled_in = made.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V=SECRET.decode(),
            F=4,
            Rect=pikepdf.Array([150, 100, 190, 120]),
            AP=pikepdf.Dictionary(N=look),
            A=script,
        )
    )
    page.obj.Annots = pikepdf.Array([filled_in])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([filled_in]))
    made.attachments["evil.exe"] = pikepdf.AttachedFileSpec(made, SECRET, filename="evil.exe")
    with made.open_metadata() as told:
        told["dc:title"] = SECRET.decode()
    made.docinfo["/Author"] = SECRET.decode()
    out = BytesIO()
    made.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def zipped(name="a.txt"):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "words")
    return out.getvalue()
