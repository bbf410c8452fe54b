"""What the school is called, and how it is reached."""

from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class School(models.Model):
    """What this school is called and how it is reached: one row, St Mary's by default."""

    name = models.CharField(max_length=120, default="St Mary's CE Infant School")
    motto = models.CharField(
        max_length=200, blank=True, default="Together we love to learn and learn to love"
    )
    colour = models.CharField("main colour", max_length=7, default="#1e4078")
    accent = models.CharField("accent colour", max_length=7, default="#b9791a")
    office_phone = models.CharField(max_length=40, blank=True)
    office_email = models.EmailField(blank=True)
    website = models.URLField("the school's website", blank=True)
    safeguarding_phone = models.CharField(
        "how to reach the safeguarding lead", max_length=40, blank=True
    )
    lado_contact = models.CharField(
        "local authority designated officer (LADO)", max_length=200, blank=True
    )
    link_days = models.PositiveSmallIntegerField(
        "days that a personal link works",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )

    class Meta:
        verbose_name_plural = "school"

    def __str__(self) -> str:
        return self.name

    def website_origins(self) -> list[str]:
        """Return the website as browsers name it, with and without www; empty if it has none."""
        address = urlsplit(self.website)
        if not address.hostname:
            return []
        port = f":{address.port}" if address.port else ""
        bare = address.hostname.removeprefix("www.")
        return [f"{address.scheme}://{host}{port}" for host in (bare, f"www.{bare}")]

    @classmethod
    def current(cls) -> "School":
        """Return the one school, with St Mary's defaults where nothing was set."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
