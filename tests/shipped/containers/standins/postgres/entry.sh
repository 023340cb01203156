#!/bin/sh
# What the official image does at its first start: data of the account postgres, the mounted scripts, passwords asked.
set -eu
export PGDATA="${PGDATA:-/var/lib/postgresql/18/docker}"
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres /var/lib/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid postgres --regid postgres --clear-groups sh "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf %s "$POSTGRES_PASSWORD" > /tmp/pw
  # The options are words, as in the official image.
  # shellcheck disable=SC2086
  initdb -U postgres --pwfile=/tmp/pw --auth-host=scram-sha-256 --auth-local=trust ${POSTGRES_INITDB_ARGS:-}
  rm /tmp/pw
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  pg_ctl -w start -o "-c listen_addresses=''"
  for script in /docker-entrypoint-initdb.d/*.sql; do
    psql -h /tmp -U postgres -X -v ON_ERROR_STOP=1 -f "$script"
  done
  pg_ctl -w -m fast stop
fi
exec postgres -c 'listen_addresses=*' -c unix_socket_directories=/tmp "$@"
