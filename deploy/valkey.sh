#!/bin/sh
# Start Valkey with a password: without one, whoever reaches its port reads sessions and empties the cache.
set -eu
: "${VALKEY_PASSWORD:?}"
# Quoted as Valkey's configuration reads it: a backslash before “"” and “\”.
password=$(printf '%s' "$VALKEY_PASSWORD" | sed 's/[\\"]/\\&/g')
# From standard input: an argument would show the password in the list of processes, a file would need an owner.
exec docker-entrypoint.sh valkey-server - <<CONFIG
requirepass "$password"
save ""
maxmemory 256mb
maxmemory-policy allkeys-lru
CONFIG
