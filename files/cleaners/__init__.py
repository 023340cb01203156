"""Cleaners and makers of derivatives, one module per kind of file; made to run in a child process.

A cleaner is `clean(source: Path, target: Path, profile: Profile, found: str, declared: str) -> dict`. `found` is the
format that sniff() recognised, `declared` the extension of the sender's file name. It decodes `source` completely,
writes the cleaned bytes to `target` (no `target` when the original bytes may stay) and returns the facts of the file,
named as in AcceptedFile. Raises Rejected when the file is refused. Nothing here imports Django or code of ours outside.
"""
