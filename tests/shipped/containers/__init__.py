"""docker-compose.yml as it is, in containers, without any image registry (make stack). As root, on Debian.

Images are made first, with the machine's network (images.py); then the stack runs in a network of its own (engine.py),
which has no way out and disturbs nobody: bridge, packet filter and ports 80 and 443 are gone with it. Everything
lies in .stack/containers/; images stay there for the next time.
"""
