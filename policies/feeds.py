"""The school's policies as they are published, for feed readers and the school's website."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from policies.models import Version
from school.models import School

NEWEST = 30


# Django's own class takes no type between brackets when it runs.
if TYPE_CHECKING:
    VersionFeed = Feed[Version, None]
else:
    VersionFeed = Feed


class PublishedPolicies(VersionFeed):
    """An Atom feed of the versions that were published last, each with its three lines."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return f"Policies of {School.current().name}"

    def author_name(self) -> str:
        return School.current().name

    def link(self) -> str:
        return settings.PORTAL_URL + reverse("policies:library")

    def items(self) -> QuerySet[Version]:
        versions = Version.objects.public().select_related("policy")
        return versions.order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, item: Version) -> str:
        return str(item)

    def item_description(self, item: Version) -> str:
        return linebreaksbr(item.summary, autoescape=True)

    def item_link(self, item: Version) -> str:
        return settings.PORTAL_URL + item.get_absolute_url()

    def item_pubdate(self, item: Version) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Version) -> datetime | None:
        return item.superseded_at or item.published_at
