"""How a cleaner says no: a code, turned into a Vietnamese sentence by files.intake.messages."""


class Rejected(Exception):
    """`code` is a key of messages.REASONS; `params` are the figures its sentence names."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
