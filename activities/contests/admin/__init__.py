"""Administration of contests: the page's form, jury, marks, choice and publication of results, export."""
