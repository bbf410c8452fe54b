"""The school's own colours, as a stylesheet that stays readable whatever colours it chose.

A colour that is no six-digit hex falls back to St Mary's. One that would be too faint to read on
the page (contrast under 4.5:1 for the main colour, 3:1 for the accent, WCAG 2.2) is darkened, or
for the dark scheme lightened, until it is not; its hue stays.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from school.colour import STMARYS_BLUE, STMARYS_GOLD, Colour
from school.models import School

READABLE, VISIBLE = 4.5, 3.0


# The faintest grounds of portal.css on which each scheme writes in the school's colour.
LIGHT_GROUND, DARK_GROUND = Colour(0xEA, 0xEE, 0xF3), Colour(0x2B, 0x31, 0x3E)


@login_not_required
@require_safe
@cache_control(public=True, max_age=600)
def brand(request: HttpRequest) -> HttpResponse:
    """Serve the colours as custom properties, over the defaults of portal.css."""
    return HttpResponse(stylesheet(School.current()), content_type="text/css; charset=utf-8")


def stylesheet(school: School) -> str:
    """Return the custom properties of both schemes for this school's two colours."""
    main = Colour.parse(school.colour, STMARYS_BLUE)
    accent = Colour.parse(school.accent, STMARYS_GOLD)
    light = main.readable_on(LIGHT_GROUND, READABLE)
    dark = main.readable_on(DARK_GROUND, READABLE)
    return (
        ":root {\n"
        f"  --brand: {light};\n"
        f"  --brand-deep: {light.beside(-0.3)};\n"
        f"  --band: {light};\n"
        f"  --accent: {accent.readable_on(LIGHT_GROUND, VISIBLE)};\n"
        "}\n"
        "@media (prefers-color-scheme: dark) {\n"
        "  :root {\n"
        f"    --brand: {dark};\n"
        f"    --brand-deep: {dark.beside(0.35)};\n"
        f"    --band: {light.beside(-0.25)};\n"
        f"    --accent: {accent.readable_on(DARK_GROUND, VISIBLE)};\n"
        "  }\n"
        "}\n"
    )
