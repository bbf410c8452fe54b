"""What the search reads: the clauses in force, each with the heading and title it stands under."""

from django.db import models

from policies.models.text import Clause
from policies.models.version import Version


class SearchEntry(models.Model):
    """One clause in force as the search knows it; made anew whenever a version goes live.

    The database keeps the words' index beside this table (migration 0005): in PostgreSQL a
    generated column, in SQLite a virtual table that triggers fill. A migration that alters this
    table on SQLite makes the table anew and has to make those triggers again.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    clause = models.OneToOneField(Clause, models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    heading = models.CharField(max_length=300, blank=True)
    words = models.TextField()

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return f"{self.title}: {self.words[:60]}"
