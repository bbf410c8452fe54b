"""A date in three boxes: a number each for day, month and year, as people know it by heart."""

from collections.abc import Mapping
from typing import Any

from django import forms

PARTS = {"day": 2, "month": 2, "year": 4}


class DateBoxes(forms.SelectDateWidget):
    """Three boxes to type in. Whatever was typed comes back as it was, right or wrong."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        outer = context["widget"]["attrs"]
        shared = {key: outer[key] for key in ("aria-describedby", "aria-invalid") if key in outer}
        parts = self.format_value(value)
        context["widget"]["subwidgets"] = [
            forms.TextInput().get_context(
                f"{name}_{part}",
                parts[part],
                {
                    "id": f"id_{name}_{part}",
                    "inputmode": "numeric",
                    "size": length + 1,
                    "maxlength": 9,
                    "autocomplete": "off",
                    **shared,
                },
            )["widget"]
            for part, length in PARTS.items()
        ]
        return context

    def format_value(self, value: Any) -> dict[str, Any]:
        year, month, day = [*str(value or "").split("-", 2), "", ""][:3]
        return {"day": day, "month": month, "year": year}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        typed = {part: str(data.get(f"{name}_{part}") or "").strip() for part in PARTS}
        return "{year}-{month}-{day}".format(**typed) if any(typed.values()) else None

    @staticmethod
    def names(name: str) -> list[str]:
        """Return the names of the three boxes."""
        return [f"{name}_{part}" for part in PARTS]
