"""Walking the way of a signature as a browser without JavaScript does, page by page."""

from django.urls import reverse

from acknowledgements.points import points_to_confirm


def address(asked, step="sign", prefix=""):
    return reverse(f"acknowledgements:{prefix}{step}", args=[asked.pk])


def read(browser, asked, prefix=""):
    """Press "I have read to the end"."""
    return browser.post(address(asked, prefix=prefix))


def confirm(browser, asked, prefix=""):
    """Tick every point, if there are any, and go on."""
    points = points_to_confirm(asked.round.version, asked.capacity)
    return browser.post(address(asked, "points", prefix), {"boxes": "yes", "point": points})


def sign(browser, asked, name, prefix="", **more):
    """Type a name and press "Sign"; the answer is that of the browser's last page."""
    return browser.post(address(asked, "agree", prefix), {"typed_name": name, **more})


def read_and_sign(browser, asked, name, prefix="", **more):
    read(browser, asked, prefix)
    confirm(browser, asked, prefix)
    return sign(browser, asked, name, prefix, **more)
