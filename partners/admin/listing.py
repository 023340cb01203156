"""Style of the lists in partners/admin on narrow screens."""

from django.forms import Media


class ForPhones:
    """Mixin of index views: adds the style sheet that stacks a row's cells under its title on narrow screens."""

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["media"] += Media(css={"all": ["partners/css/admin.css"]})
        return context
