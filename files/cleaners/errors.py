"""The exception of cleaners: a code and values, of which messages.py makes a sentence."""


class Rejected(Exception):
    """The file is refused. `code` is a key of messages.MESSAGES; `params` are the values its sentence names."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
