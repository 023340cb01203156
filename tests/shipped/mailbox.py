"""The mail server of the stack, a process of its own: `python -m tests.shipped.mailbox PORT FOLDER [HOST]`."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from tests.smtp import Postbox


class Mailbox(Postbox):
    """A server that can be started again at once at the port that it had."""

    allow_reuse_address = True


class Folder(list[str]):
    """Letters as files, numbered on from those that are there: a server that is started again loses none."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.numbers = count(len(list(path.glob("*.eml"))))

    def append(self, letter: str) -> None:
        """Write the letter under another name first, so that nobody reads half of it."""
        number = next(self.numbers)
        partial_file = self.path / f"{number}.begun"
        partial_file.write_text(letter, encoding="utf-8")
        partial_file.rename(self.path / f"{number:06}.eml")


def letters(folder: Path) -> list[str]:
    """The letters that have arrived, as they were sent, the oldest first."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.eml"))]


def main(port: str, folder: str, host: str = "127.0.0.1") -> None:
    """Serve until a signal ends the process."""
    with Mailbox(int(port), host) as server:
        server.letters = Folder(Path(folder))
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:4])
