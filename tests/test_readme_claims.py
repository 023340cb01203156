"""What the documents claim is true: links, headings, pictures, commands, the README's numbers and accounts."""

import pytest

from tools import claims


def test_every_claim_of_the_documents_is_true():
    assert {"README.md", "README.vi.md", "SECURITY.md"} <= {path.name for path in claims.documents()}
    assert claims.problems() == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a](gone.md)", "gone.md: no such file"),
        ("[a](other.md#no-heading)", "other.md#no-heading: no such heading"),
        ("[a](other.md#lời-chào)", None),
        ("[a](http://elsewhere.example/)", "http://elsewhere.example/: not https"),
        ("[a](https://elsewhere.example/)", None),
        ("![](small.png)", "small.png: no alternative text"),
        ("![the desk](small.png)", None),
        ("![the desk](large.png)", "large.png: more than 500 KB"),
        ("`[a](gone.md)`", None),
    ],
)
def test_a_link_or_picture_that_leads_nowhere_is_named(tmp_path, text, told):
    (tmp_path / "other.md").write_text("# Lời chào\n", encoding="utf-8")
    (tmp_path / "small.png").write_bytes(b"x")
    (tmp_path / "large.png").write_bytes(b"x" * 600_000)
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    assert list(claims.links(page)) == ([told] if told else [])


def test_a_command_number_or_account_that_is_not_true_is_named(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text("`make nothing` and `make demo`", encoding="utf-8")
    assert list(claims.commands(page)) == ["make nothing: no such target"]
    text = (claims.ROOT / "README.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(
        text.replace("downloads 240 MB", "downloads 24 MB").replace("`kol@demo.example`", "`kol@nobody.example`"),
        encoding="utf-8",
    )
    for name in ("tools", "docs", "requirements.txt", "pyproject.toml", "files"):
        (tmp_path / name).symlink_to(claims.ROOT / name)
    monkeypatch.setattr(claims, "ROOT", tmp_path)
    assert len(list(claims.numbers("README.md"))) == 1
    assert list(claims.accounts("README.md")) == ["kol@demo.example: left out", "kol@nobody.example: not an account"]
