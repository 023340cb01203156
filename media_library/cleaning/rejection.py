"""How a cleaner says no: a code, turned into a Vietnamese sentence by media_library.refusals."""


class Rejected(Exception):
    """`code` is a key of refusals.REASONS; `params` are the figures its sentence names."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
