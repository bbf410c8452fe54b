from django import template

register = template.Library()


@register.filter
def masked(address: str) -> str:
    """Return an address that only its owner knows whole: pat@example.org is p…@example.org."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}"
