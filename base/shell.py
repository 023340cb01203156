"""Context processor: what header, section bar, footer and help box need on every page."""


def shell(request):
    return {}
