"""Views of contests: public pages, senders, the jury, schools' own contests, sheets for paper."""
