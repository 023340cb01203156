"""“Viết nhanh”: one screen for a short item, on a phone too. It is Wagtail's own editor with fewer fields."""
