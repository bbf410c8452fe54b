"""Clean one file: it comes in by standard input, its copy leaves by standard output.

Run as a program of its own and never imported by the portal, so that a file that upsets a decoder
takes nothing along, and neither time nor memory of the web server. See
docs/decisions/0014-uploads.md. It ends with status 3 for a damaged file, 4 for one that unpacks to
too much, 5 for a locked one.
"""

import contextlib
import resource
import sys
import warnings
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Pdf

MEMORY = 2 * 1024**3
SECONDS = 30
DAMAGED, TOO_LARGE, LOCKED = 3, 4, 5

MOST_POINTS = 50_000_000
LONGEST_SIDE = 3000
MOST_PAGES = 200
QUALITY = 88
FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WEBP", "HEIC": "HEIF"}

# What a page may keep. All else a reader's software could act on, or tells of whoever made it.
PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents"}
PAGE_KEYS |= {"/Group", "/UserUnit"}
UNWANTED = {"/AA", "/JS", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/AF", "/LastModified"}


class Refused(Exception):
    """The file cannot be cleaned; carries the status to end with."""

    def __init__(self, status: int) -> None:
        self.status = status


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, content = sys.argv[1], sys.stdin.buffer.read()
    longest = [int(side) for side in sys.argv[2:]]
    try:
        made = MAKERS[kind](content, *longest)
    except Refused as refused:
        return refused.status
    except MemoryError:
        return TOO_LARGE
    sys.stdout.buffer.write(made)
    return 0


def picture(content: bytes, longest: int = LONGEST_SIDE, *, name: str) -> bytes:
    """Return the points of a picture, upright and on white, in a file made from nothing else."""
    from PIL import Image, ImageOps

    if name == "HEIC":
        import pi_heif

        pi_heif.register_heif_opener()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        found: Image.Image = Image.open(BytesIO(content), formats=[FORMATS[name]])
        if found.width * found.height > MOST_POINTS:
            raise Refused(TOO_LARGE)
        found.draft("RGB", (longest, longest))  # a large JPEG need not unfold in full
        found.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused(TOO_LARGE) from None
    except MemoryError:
        raise
    except Exception:  # decoders raise whatever they meet: OSError, SyntaxError, ValueError …
        raise Refused(DAMAGED) from None
    upright = found
    with contextlib.suppress(Exception):  # what it says of its own camera may be nonsense
        upright = ImageOps.exif_transpose(found)
    upright.thumbnail((longest, longest))
    fresh = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        fresh.paste(seen, mask=seen.getchannel("A"))
    else:
        fresh.paste(upright.convert("RGB"))
    made = BytesIO()
    if name == "PNG":
        fresh.save(made, "PNG")
    else:
        fresh.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def pdf(content: bytes) -> bytes:
    """Return the pages of a PDF, with what was filled in on them, in a document of their own."""
    import pikepdf

    if b"%%EOF" not in content[-2048:]:
        raise Refused(DAMAGED)
    try:
        with pikepdf.open(BytesIO(content)) as found, pikepdf.new() as fresh:
            _move_pages(found, fresh)
            made = BytesIO()
            fresh.save(made, deterministic_id=True)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        raise Refused(DAMAGED) from None
    return made.getvalue()


def _move_pages(found: "Pdf", fresh: "Pdf") -> None:
    import pikepdf

    if not len(found.pages):
        raise Refused(DAMAGED)
    if len(found.pages) > MOST_PAGES:
        raise Refused(TOO_LARGE)
    with contextlib.suppress(pikepdf.PdfError, ValueError):
        found.flatten_annotations("screen")
    for page in found.pages:
        for key in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[key]
    fresh.pages.extend(found.pages)
    for thing in fresh.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for key in UNWANTED & set(thing.keys()):
                del thing[key]


def text(content: bytes) -> bytes:
    """Return the lines of a text as UTF-8, without signs that steer a terminal or hide words."""
    written = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in written if sign in "\n\t" or _is_seen(sign)).encode()


def decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _is_seen(sign: str) -> bool:
    reversed_or_isolated = "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"
    return sign >= " " and not "\x7f" <= sign <= "\x9f" and not reversed_or_isolated


MAKERS: dict[str, Callable[..., bytes]] = {
    **{name: partial(picture, name=name) for name in FORMATS},
    "PDF": pdf,
    "TEXT": text,
}

if __name__ == "__main__":
    sys.exit(main())
