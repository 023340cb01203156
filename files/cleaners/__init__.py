"""One module per kind of file; each is run by files.intake.sandbox in a child process, without Django.

A cleaner is `clean(source: Path, target: Path, profile: Profile, declared: str) -> dict`: it decodes
`source` completely, writes what may be kept to `target` (or nothing, when the very bytes may stay)
and returns the facts of the file. It raises Rejected for everything it does not like.
"""
