"""The exception of cleaners: a code that files.intake.messages turns into a Vietnamese sentence."""


class Rejected(Exception):
    """The file is refused. `code` is a key of messages.REASONS; `params` are the values its sentence names."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
