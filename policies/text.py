"""The one form in which a version's text is hashed, so that anybody can check what was signed.

The canonical text is a JSON object with the keys `title`, `audiences`, `sign_off_text` and
`sections`; each section has `number`, `heading`, `audiences` and `clauses`, in the order of the
policy; each clause has `number`, `text` and `level`. It is written with sorted keys, no spaces
between the signs, every letter as itself, in UTF-8. Its SHA-256, in hexadecimal, is what a
published version and each sign-off carry.
"""

import hashlib
import json

from policies.models import Version


def canonical_text(version: Version) -> str:
    """Return the canonical text of a version, from what the database holds now."""
    content = {
        "title": version.title,
        "audiences": version.audiences,
        "sign_off_text": version.sign_off_text,
        "sections": [
            {
                "number": section.number,
                "heading": section.heading,
                "audiences": section.audiences,
                "clauses": [
                    {"number": clause.number, "text": clause.text, "level": clause.level}
                    for clause in section.clauses.all()
                ],
            }
            for section in version.sections.prefetch_related("clauses")
        ],
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def text_sha256(version: Version) -> str:
    """Return the SHA-256 (hex) of the canonical text."""
    return hashlib.sha256(canonical_text(version).encode()).hexdigest()
