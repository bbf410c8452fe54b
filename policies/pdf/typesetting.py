"""Set one document: JSON comes in by standard input, the PDF leaves by standard output.

The one argument names the template, which may use what lies beside it.

Run as a program of its own and never imported by the portal, so that what typesetting takes
(some hundred megabytes, now and then a whole core) is given back when it is done, and a text that
upset it could not take the web server along. See docs/decisions/0009-pdf.md.

It ends with status 3 and the letters on standard error where no typeface here has them.
"""

import json
import re
import resource
import sys
import unicodedata
from pathlib import Path
from typing import Any

MEMORY = 3 * 1024**3  # address space, of which most is never touched
SECONDS = 30
NO_LETTERS = 3
TRIES = 25

MISSING = re.compile(r'the text `?"(.+?)"`? could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


class NoLetters(Exception):
    """No typeface has these letters."""


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        made = typeset(json.load(sys.stdin.buffer), Path(sys.argv[1]))
    except NoLetters as missing:
        sys.stderr.write(str(missing))
        return NO_LETTERS
    sys.stdout.buffer.write(made)
    return 0


def typeset(data: dict[str, Any], template: Path) -> bytes:
    """Return the PDF, in the typefaces that come along, then in those of this machine.

    A sign that none of them has, such as a smiling face, is named in brackets: nothing disappears
    and nothing becomes an empty box. Raises NoLetters where it is letters that are missing.
    """
    import typst

    named: set[str] = set()
    without_system_fonts = True
    for _ in range(TRIES):
        try:
            return typst.compile(
                str(template),
                root=str(template.parent),
                sys_inputs={"data": json.dumps(_with_names(data, named))},
                pdf_standards=["ua-1", "a-2a"],
                ignore_system_fonts=without_system_fonts,
            )
        except typst.TypstError as error:
            missing = _missing(str(error))
            if not missing:
                raise
        if signs := {sign for sign in missing if not _is_letter(sign)} - named:
            named |= signs | _far_signs(data)
        elif without_system_fonts:
            without_system_fonts = False
        else:
            break
    raise NoLetters("".join(missing))


def _missing(error: str) -> set[str]:
    found = (ESCAPED.sub(lambda c: chr(int(c[1], 16)), text) for text in MISSING.findall(error))
    return set("".join(found))


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def _far_signs(value: Any) -> set[str]:
    """Return every pictograph of a text, so that they are not found missing one by one."""
    signs = set(json.dumps(value, ensure_ascii=False))
    return {sign for sign in signs if ord(sign) >= 0x1F000 and not _is_letter(sign)}


def _with_names(value: Any, named: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_names(inner, named) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_names(inner, named) for inner in value]
    if isinstance(value, str) and named:
        return "".join(_name(sign) if sign in named else sign for sign in value)
    return value


def _name(sign: str) -> str:
    """Return a sign's name in brackets; one that nobody named, or that only joins, is left out."""
    name = unicodedata.name(sign, "")
    unseen = unicodedata.category(sign) == "Cf" or 0x1F3FB <= ord(sign) <= 0x1F3FF
    if unseen:
        return ""
    return f"[{name.lower() or 'sign'}]"


if __name__ == "__main__":
    sys.exit(main())
