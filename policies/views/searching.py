"""Finding the clause that speaks of something."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies.search import MOST, Found, search, words_of

PAGE = 20
MOST_LETTERS = 200


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show the clauses in force that hold the words somebody looks for, to anybody."""
    question = request.GET.get("q", "").replace("\0", "").strip()[:MOST_LETTERS]
    found = search(question) if question else Found([])
    shown = {
        "question": question,
        "has_words": bool(words_of(question)),
        "found": found,
        "most": MOST,
        "page": Paginator(found.hits, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "policies/find.html", shown)
