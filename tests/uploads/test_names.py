"""What a file was called is shown in any script, and leads nowhere."""

import pytest

from uploads.names import LONGEST_NAME, NAMELESS, shown_name

pytestmark = pytest.mark.rule("I11")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Bild vom Ausflug.jpg", "Bild vom Ausflug.jpg"),
        ("صورة الرحلة.jpg", "صورة الرحلة.jpg"),
        ("ਤਸਵੀਰ.png", "ਤਸਵੀਰ.png"),
        ("学校照片.heic", "学校照片.heic"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ann\\me.jpg", "me.jpg"),
        ("me\u202egpj.exe", "megpj.exe"),
        ("a\r\nSet-Cookie: x\x00.txt", "aSet-Cookie: x.txt"),
        ("  many    spaces .txt ", "many spaces .txt"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("\u200b\u2066", NAMELESS),
    ],
    ids=range(12),
)
def test_a_name_is_made_safe_to_show(given, shown):
    assert shown_name(given) == shown


def test_a_very_long_name_keeps_its_end():
    shown = shown_name("x" * 500 + ".jpg")

    assert len(shown) == LONGEST_NAME
    assert shown.startswith("…")
    assert shown.endswith(".jpg")
