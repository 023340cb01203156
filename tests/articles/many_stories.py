"""A newsroom that has written for years, in three statements."""

import uuid

from django.db import connection
from wagtail.models import Page

from articles.models import ArticlePage, SectionPage
from tests.factories import count_rows


def multiply(story: ArticlePage, section: SectionPage, number: int) -> None:
    """`number` more live stories like `story` below `section`, in three statements."""
    base = Page.objects.get(pk=story.pk)
    first = int(base.path[-4:], 36) + 1
    rows = []
    for offset in range(number):
        copy = Page.objects.model(
            **{field.attname: getattr(base, field.attname) for field in Page._meta.concrete_fields}
        )
        copy.pk, copy.translation_key = None, uuid.uuid4()
        copy.path = Page._get_path(section.path, section.depth + 1, first + offset)
        copy.slug = f"{base.slug}-{offset}"
        copy.url_path = f"{section.url_path}{copy.slug}/"
        copy.latest_revision = copy.live_revision = None
        rows.append(copy)
    pages = Page.objects.bulk_create(rows)
    columns = [field.column for field in ArticlePage._meta.local_concrete_fields if field.column != "page_ptr_id"]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO articles_articlepage ("page_ptr_id", {names}) '
            f"SELECT new.pk, {names} FROM articles_articlepage, unnest(%s::int[]) AS new (pk) WHERE page_ptr_id = %s",
            [[row.pk for row in pages], story.pk],
        )
    SectionPage.objects.filter(pk=section.pk).update(numchild=section.numchild + number)
    count_rows()
