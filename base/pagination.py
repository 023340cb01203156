"""Pagination by the query parameter `?trang=2`, with plain links."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

PARAMETER = "trang"


def page_of(paginator: Paginator, request: HttpRequest) -> Page:
    """The page that `?trang=` (or `?page=`) names, from 1; raises Http404 for anything else."""
    number = request.GET.get(PARAMETER, request.GET.get("page", "1"))
    try:
        return paginator.page(number)
    except (PageNotAnInteger, EmptyPage) as error:
        raise Http404(_("Không có trang “%(page)s” trong danh sách này.") % {"page": number[:20]}) from error
