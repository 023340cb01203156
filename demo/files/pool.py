"""Builds the files of many assets in parallel processes, with a cache keyed by all inputs."""

import contextlib
import hashlib
import json
import multiprocessing
import tempfile
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from . import typeset
from .model import BuiltFile
from .recipes import build_asset_files

MANIFEST = "manifest.json"  # there from the moment on in which the folder has its name

# Slowest first, so that the processes end at about the same time.
SLOW_FIRST = ("TVC-30-14", "TVC-15D-15", "LED-LOOP-16", "WP-DT-18", "WP-MT-19")


def inputs_hash() -> str:
    """SHA-256 over all inputs in demo/: code, layouts, artworks, texts."""
    digest = hashlib.sha256()
    for folder in ("files", "art", "content"):
        for path in sorted((typeset.DEMO / folder).rglob("*")):
            if (
                path.is_file()
                and path.suffix in {".py", ".typ", ".svg", ".ttf", ".json", ".txt"}
                and path.name not in _NOT_INPUTS
            ):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


_NOT_INPUTS = {"articles.json", "demo_content.json", "pictures.json", "asset_texts.json"}


def _cached(asset: dict, cache: Path, version: str) -> list[BuiltFile]:
    key = hashlib.sha256((version + json.dumps(asset, sort_keys=True)).encode()).hexdigest()[:16]
    folder = cache / f"{asset['code'].lower()}-{key}"
    manifest = folder / MANIFEST
    if not manifest.exists():
        _build(asset, folder)
    rows = json.loads(manifest.read_text("utf-8"))
    return [
        BuiltFile(**row | {"path": folder / row["path"], "also_languages": tuple(row["also_languages"])})
        for row in rows
    ]


def _build(asset: dict, folder: Path) -> None:
    """Make the files and the manifest in a folder beside `folder`, and rename it: another process may make the same."""
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as beside:
        files_folder = Path(beside) / "files"
        built = build_asset_files(asset, files_folder)
        rows = [asdict(item) | {"path": str(item.path.relative_to(files_folder))} for item in built]
        (files_folder / MANIFEST).write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        with contextlib.suppress(OSError):  # another process was quicker
            files_folder.rename(folder)


def start_building(
    assets: list[dict], site: str, cache: Path, processes: int = 2
) -> dict[str, Future[list[BuiltFile]]]:
    """code → future of its files below `cache`, with codes that lead to the address `site`. Returns at once.

    The processes are spawned, not forked, so that threads of the caller are no problem. They end when everything is
    built or when the caller ends.
    """
    cache.mkdir(parents=True, exist_ok=True)
    version = inputs_hash()
    order = sorted(assets, key=lambda asset: SLOW_FIRST.index(asset["code"]) if asset["code"] in SLOW_FIRST else 99)
    executor = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
    jobs = {asset["code"]: executor.submit(_cached, asset | {"site": site}, cache, version) for asset in order}
    executor.shutdown(wait=False)
    return jobs


def build_all(assets: list[dict], site: str, cache: Path, processes: int = 2) -> dict[str, list[BuiltFile]]:
    """code → files of every asset; waits for all of them."""
    jobs = start_building(assets, site, cache, processes)
    return {asset["code"]: jobs[asset["code"]].result() for asset in assets}
