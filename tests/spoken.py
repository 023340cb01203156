"""What a screen reader makes of a page: languages, references between elements, levels of headings."""

import itertools
import re

from bs4 import BeautifulSoup


def languages_of(html, text):
    """The languages of all places of <main> that show `text`; attributes are left out."""
    places = BeautifulSoup(html, "html.parser").main.find_all(string=lambda words: text in words)
    return {place.find_parent(lang=True)["lang"] for place in places}


def missing_references(page):
    """Ids in `page` (parsed) that an element names for its label, description or field, and that stand nowhere."""
    there = {tag["id"] for tag in page.find_all(id=True)}
    named = [reference for name in ("aria-labelledby", "aria-describedby") for tag in page.find_all(attrs={name: True})
             for reference in tag[name].split()]  # fmt: skip
    named += [label["for"] for label in page.find_all("label", attrs={"for": True})]
    return sorted(set(named) - there)


def skipped_levels(page):
    """Headings of `page` (parsed) that stand more than one level below the heading before them."""
    headings = page.find_all(re.compile("^h[1-6]$"))
    pairs = itertools.pairwise(headings)
    return [after.get_text(" ", strip=True) for before, after in pairs if int(after.name[1]) > int(before.name[1]) + 1]
