"""When two links lead to the same page: compared by what is left without what varies.

Left out are the kind of address (http, www, the one for phones), the slash at the end, the place in
the page, and what an app adds so that it knows who passed the link on. A link to nothing but an app
or website is no page: half the reports would share it.
"""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

LONGEST = 500
FOR_EVERYBODY = re.compile(r"^(?:www|m|mobile|web)\.")
A_HOST = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)+")
PASSED_ON = re.compile(
    r"utm_.*|igsh|igshid|fbclid|gclid|si|feature|mibextid|_[rt]|sender_.*|share_.*"
)


def page_of(link: str) -> str:
    """Return the page that a link leads to, as links are compared; nothing where it is none."""
    typed = link.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = FOR_EVERYBODY.sub("", (parts.hostname or "").rstrip("."))
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    kept = [pair for pair in parse_qsl(parts.query) if not PASSED_ON.fullmatch(pair[0])]
    if not A_HOST.fullmatch(host) or not (path or kept):
        return ""
    asked = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{host}{path}{asked}"[:LONGEST]
