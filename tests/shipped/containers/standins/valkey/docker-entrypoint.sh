#!/bin/sh
# The official one changes to an account of its own first.
exec "$@"
