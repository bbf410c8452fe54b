"""Telling the school about something as a browser without scripts does: page after page."""

import re

from django.urls import reverse

ANSWERS = {
    "about": "IMAGE",
    "what_happened": "A picture of our class was put on a public page.",
    "subject_kind": "staff",
    "where": "outside",
    "service": "",
    "who": "anonymous",
}
PAGES = {
    "about": ("about",),
    "what": ("what_happened",),
    "whom": ("subject_kind", "subject_name"),
    "when": ("happened_on_day", "happened_on_month", "happened_on_year"),
    "where": ("where",),
    "service": ("known_service", "service", "link"),
    "files": (),
    "who": ("who",),
    "name": ("reporter_name", "reporter_email"),
}


def begin(client, *, in_danger="no", talk_to_us=False):
    address = reverse("incidents:start") + ("?about=concern" if talk_to_us else "")
    return client.post(address, {"in_danger": in_danger})


def answer(client, name, **answers):
    return client.post(reverse("incidents:question", args=[name]), answers)


def page_of(client, name):
    return client.get(reverse("incidents:question", args=[name]))


def walk(client, *, in_danger="no", talk_to_us=False, **changed):
    """Answer each question that is asked, to the page before sending; return that page."""
    said = ANSWERS | changed
    response = begin(client, in_danger=in_danger, talk_to_us=talk_to_us)
    if in_danger == "yes":
        response = client.get(response.url)
        response = client.get(response.context["go_on"])
        response = answer(client, "about", about=said["about"])
    for _ in range(len(PAGES) + 1):
        assert response.status_code == 302, response.context["form"].errors
        name = response.url.rstrip("/").rsplit("/", 1)[-1]
        if name == "check":
            return client.get(response.url)
        response = answer(client, name, **{n: said[n] for n in PAGES[name] if n in said})
    raise AssertionError("The questions have no end.")


def ticket_on(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.content.decode()).group(1)


def send(client, page, **more):
    sent = {"ticket": ticket_on(page), **more}
    return client.post(reverse("incidents:check"), sent, follow=True)


def code_on(page):
    found = re.search(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}", page.content.decode())
    return found.group(0) if found else ""
