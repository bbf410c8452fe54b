"""Pictures and papers for the demonstration, drawn here: nobody's photo and nobody's words."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from uploads import Kind, Limits, clean, examine
from uploads.fields import Upload

SKY, GRASS, SUN = "#bcd9ee", "#7fa65a", "#f2c14e"
COATS = ("#b23a48", "#1e4078", "#b9791a", "#1d6a45")
PAPER, INK, BUBBLE = "#ffffff", "#1c2333", "#dcefd9"


def brought(name: str, content: bytes) -> Upload:
    """Return a file as a form would give it to an action."""
    examined = examine(content, Limits(frozenset(Kind)))
    return Upload(name, content, examined, clean(content, examined.kind))


def meadow(heads: int) -> bytes:
    """Return a drawing of some children on a meadow, one more than `heads`, at most four."""
    image = Image.new("RGB", (480, 320), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 220, 480, 320), fill=GRASS)
    draw.ellipse((390, 25, 445, 80), fill=SUN)
    for number in range(heads + 1):
        x = 90 + number * 90
        draw.rounded_rectangle((x - 26, 180, x + 26, 270), 18, fill=COATS[number])
        draw.ellipse((x - 22, 132, x + 22, 176), fill="#e8c39e")
    return _saved(image, "PNG")


def chat(title: str, messages: Sequence[str]) -> bytes:
    """Return what a screenshot of a group chat might look like, as a PNG."""
    image = Image.new("RGB", (540, 110 + 100 * len(messages)), "#efe7dc")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 540, 64), fill="#1d6a45")
    draw.text((24, 18), title, fill=PAPER, font=ImageFont.load_default(24))
    for number, words in enumerate(messages):
        top = 90 + 100 * number
        draw.rounded_rectangle((24, top, 516, top + 76), 14, fill=BUBBLE if number % 2 else PAPER)
        draw.text((42, top + 24), words, fill=INK, font=ImageFont.load_default(20))
    return _saved(image, "PNG")


def letter(lines: Sequence[str]) -> bytes:
    """Return a letter of one page, as a scanner makes a PDF of it."""
    image = Image.new("RGB", (827, 1169), PAPER)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((90, 120 + 40 * number), line, fill=INK, font=ImageFont.load_default(22))
    return _saved(image, "PDF")


def _saved(image: Image.Image, kind: str) -> bytes:
    made = BytesIO()
    image.save(made, kind)
    return made.getvalue()
