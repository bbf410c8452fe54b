"""The termly report as a PDF."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from policies.pdf.content import letterhead, one_line
from policies.pdf.making import typeset

TEMPLATE = Path(__file__).with_name("report.typ")


def as_pdf(content: dict[str, Any], *, on: date, mark: str = "") -> bytes:
    """Return a report as a tagged PDF; `mark` stands on each page. Raises PdfNotMade."""
    return typeset(json.dumps(_to_set(content, on, mark), sort_keys=True).encode(), TEMPLATE)


def _to_set(content: dict[str, Any], on: date, mark: str) -> dict[str, Any]:
    """Return what the template sets: each text as paper can show it."""
    return {
        "school": letterhead(),
        "full_title": one_line(f"Report to governors, {content['term']}"),
        "mark": mark,
        "span": one_line(f"{content['from']} to {content['to']}, drawn up on {content['made_on']}"),
        "made_on": [on.year, on.month, on.day],
        "sections": [
            {
                "heading": one_line(section["heading"]),
                "says": one_line(section["says"]),
                "note": one_line(section.get("note", "")),
                "columns": [one_line(name) for name in section["columns"]],
                "rows": [[one_line(cell) for cell in row] for row in section["rows"]],
                "begins": section["begins"],
            }
            for section in content["sections"]
        ],
    }
