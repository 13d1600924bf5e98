"""The pages of the app, all in one table."""

from __future__ import annotations

from review.asking import Page
from review.pages import (
    accuracy,
    agreeing,
    audit,
    cases,
    document,
    evidence,
    figures,
    home,
    inspections,
    judgements,
    people,
    pictures,
    provider,
    reviewing,
    search,
    signing_off,
)

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *people.PAGES,
    *reviewing.PAGES,
    *pictures.PAGES,
    *document.PAGES,
    *provider.PAGES,
    *search.PAGES,
    *evidence.PAGES,
    *inspections.PAGES,
    *judgements.PAGES,
    *accuracy.PAGES,
    *cases.PAGES,
    *audit.PAGES,
    *signing_off.PAGES,
    *agreeing.PAGES,
    *figures.PAGES,
)
