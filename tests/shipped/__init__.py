"""Runs what production runs, docker-compose.yml and the files it names, on one machine, and checks it from outside.

    python -m tests.shipped check     start, check, stop; 1 where a check failed (tests/test_stack.py)
    python -m tests.shipped shell     the same, then a shell inside, from which the site can be seen (make stack-native)
    python -m tests.shipped check containers, shell containers    the same in containers made here (make stack)

No container and no image registry is needed (native.py). For developers: the product never imports this package.
"""
