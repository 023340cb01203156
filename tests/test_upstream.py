"""Our Vietnamese sentences go into upstream's catalogues where those have none, and what upstream has stays."""

import polib

from tools import upstream


def entry(msgid, msgstr="", **more):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


def by_key(*entries):
    return {(one.msgctxt, one.msgid): one for one in entries}


def test_ours_fills_what_upstream_lacks_and_changes_nothing_else():
    template = polib.POFile()
    template += [
        entry("Save"),
        entry("Publish"),
        entry("Nobody"),
        entry("%(n)s page", msgid_plural="%(n)s pages", msgstr_plural={0: "", 1: ""}),
        entry("Save", msgctxt="button"),
    ]
    theirs = by_key(entry("Save", "Lưu lại"))
    ours = by_key(
        entry("Save", "Lưu"),
        entry("Publish", "Xuất bản"),
        entry("%(n)s page", msgid_plural="%(n)s pages", msgstr_plural={0: "%(n)s trang"}),
    )
    assert upstream.merge(template, theirs, ours) == (1, 2, 2)
    said = {(one.msgctxt, one.msgid): one.msgstr or one.msgstr_plural or "" for one in template}
    assert said == {
        (None, "Save"): "Lưu lại",
        (None, "Publish"): "Xuất bản",
        (None, "Nobody"): "",
        (None, "%(n)s page"): {0: "%(n)s trang"},
        ("button", "Save"): "",
    }


def test_every_catalogue_is_written_at_its_place_and_is_readable(tmp_path):
    found = upstream.write(tmp_path)
    assert {one.path.split("/")[0] for one in found} == {"wagtail", "wagtail_localize", "allauth"}
    assert sum(one.ours for one in found) > 1500
    for one in found:
        catalogue = polib.pofile(str(tmp_path / one.path))
        assert len(catalogue.translated_entries()) == one.theirs + one.ours and catalogue.metadata["Language"] == "vi"
