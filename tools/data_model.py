"""Write docs/data-model.md: the tables of our apps and how they point at each other, as Mermaid diagrams.

`python -m tools.data_model` writes the file anew (`make data-model`). It reads Django's models and connects to nothing.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import AppConfig, apps
from django.db import models

from tools.devserver.check import production_environment

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "data-model.md"
LEFT_OUT = {"demo"}  # installed on developers' machines only
HEAD = """# Data model

<!-- written by `make data-model` from the models; do not edit -->

One diagram per app, one line per foreign key, with the field's name. `||` is exactly one, `|o` none or one, `o{` any
number; “is a” is a page type that builds on another. A model of another app stands with the app's name. Models of
Django and Wagtail, abstract bases, proxies and the plain fields are left out.
"""


def own_apps() -> list[AppConfig]:
    """Our apps that have tables, by name."""
    found = [app for app in apps.get_app_configs() if Path(app.path).parent == ROOT and app.label not in LEFT_OUT]
    return sorted((app for app in found if own_models(app)), key=lambda app: app.label)


def own_models(app: AppConfig) -> list[type[models.Model]]:
    """Concrete models of `app` by name; proxies and tables that Django makes for many-to-many fields are no models."""
    found = [model for model in app.get_models() if not model._meta.proxy and model._meta.managed]
    return sorted(found, key=lambda model: model.__name__)


def target_of(field: models.ForeignKey[Any, Any] | models.ManyToManyField[Any, Any]) -> type[models.Model]:
    """The model with a table of its own that `field` points at."""
    related: type[models.Model] = field.remote_field.model
    return related._meta.concrete_model or related


def relations(model: type[models.Model], known: set[str]) -> Iterator[tuple[type[models.Model], str, str]]:
    """(target, Mermaid's sign with the target at its left, name) of the relations that `model` itself declares.

    Only targets whose app label is in `known`; a many-to-many field with a table of its own is drawn by that table.
    """
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey | models.ManyToManyField) or field.model is not model:
            continue
        target = target_of(field)
        if target._meta.app_label not in known:
            continue
        if isinstance(field, models.ManyToManyField):
            between = field.remote_field.through
            if between is not None and between._meta.auto_created:
                yield target, "}o--o{", field.name
        elif isinstance(field, models.OneToOneField):
            one = "|o" if field.null else "||"
            yield target, f"{one}--o|", "is a" if field.remote_field.parent_link else field.name
        else:
            yield target, "|o--o{" if field.null else "||--o{", field.name


def diagram(app: AppConfig, known: set[str]) -> list[str]:
    """Lines of the Mermaid diagram of `app`: other apps' models under their labels, lone models, then the relations."""
    lines, others, met = [], dict[str, str](), set[type[models.Model]]()
    for model in own_models(app):
        for target, sign, label in sorted(relations(model, known), key=lambda found: (found[2], found[0]._meta.label)):
            name = target.__name__
            if target._meta.app_label != app.label:
                name = f"{target._meta.app_label}_{name}"
                others[name] = target._meta.label
            met |= {model, target}
            lines.append(f'  {name} {sign} {model.__name__} : "{label}"')
    boxes = [f'  {name}["{label}"]' for name, label in sorted(others.items())]
    boxes += [f"  {model.__name__}" for model in own_models(app) if model not in met]
    return ["```mermaid", "erDiagram", *boxes, *lines, "```", ""]


def files(app: AppConfig) -> list[str]:
    """Rows of a table: file and the models in it."""
    held: dict[str, list[str]] = {}
    for model in own_models(app):
        held.setdefault(Path(inspect.getfile(model)).relative_to(ROOT).as_posix(), []).append(f"`{model.__name__}`")
    return [f"| `{file}` | {', '.join(names)} |" for file, names in sorted(held.items())]


def document() -> str:
    """The whole file as it should stand."""
    parts, known = [HEAD], {app.label for app in own_apps()}
    for app in own_apps():
        rows = ["| file | models |", "|---|---|", *files(app)]
        parts.append("\n".join([f"## {app.label}", "", *diagram(app, known), *rows, ""]))
    return "\n".join(parts)


def main() -> None:
    """Write the file anew."""
    os.environ.update(production_environment())
    django.setup()
    TARGET.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
