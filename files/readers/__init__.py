"""Read what stands in a cleaned file, in the sandbox's child process, without Django: tables, Word texts.

Each module has clean(source, target, profile, **options), as the cleaners have, which writes JSON to `target`
(files/intake/contents.py).
"""
