"""In which language a screen reader reads a text of a page: that of the nearest `lang` around it."""

from bs4 import BeautifulSoup


def languages_of(html, text):
    """The languages of all places of <main> that show `text`; attributes are left out."""
    places = BeautifulSoup(html, "html.parser").main.find_all(string=lambda words: text in words)
    return {place.find_parent(lang=True)["lang"] for place in places}
