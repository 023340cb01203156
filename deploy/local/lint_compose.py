"""Hold docker-compose.yml to the Compose specification's own JSON schema; no Docker engine needed.

    python -m deploy.local.lint_compose

The schema is the one the specification publishes (Apache-2.0, THIRD_PARTY_NOTICES.md), kept beside this file.
"""

from __future__ import annotations

import json
import sys

import jsonschema
import yaml

from .state import ROOT

SCHEMA = ROOT / "deploy" / "local" / "schema" / "compose-spec.json"
FILE = ROOT / "docker-compose.yml"


def problems(text: str | None = None) -> list[str]:
    """One line per breach of the schema in `text` (default: our file): where it is, and what is wrong."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    document = yaml.safe_load(text or FILE.read_text(encoding="utf-8"))
    found = jsonschema.Draft201909Validator(schema).iter_errors(document)
    return [f"{FILE.name}: {'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


if __name__ == "__main__":
    lines = problems()
    print("\n".join(lines), file=sys.stderr)
    sys.exit(bool(lines))
