#!/bin/sh
# The command of every container of ours: entrypoint.sh web | worker | scheduler | migrate.
# tests/test_deploy.py runs these very lines without a container.
set -eu
cd "$(dirname "$0")/.."

case "${1:-web}" in
  web)
    # WSGI with threads; the database pool, not the server, decides the speed.
    # What readers type is never written down: no query string, no referrer, no address, no browser (gunicorn's own
    # format has all four). Path, status, bytes and milliseconds are what running the site needs.
    # The longest request line that gunicorn knows, so that five hundred facets get our answer and not its own.
    exec gunicorn cms.wsgi:application \
      --bind "${BIND:-0.0.0.0}:${PORT:-8000}" \
      --workers "${WEB_WORKERS:-2}" --worker-class gthread --threads 4 \
      --timeout 60 --graceful-timeout 20 --keep-alive 75 \
      --limit-request-line 8190 --no-control-socket \
      --worker-tmp-dir "${WORKER_TMP:-/dev/shm}" \
      --access-logfile - --access-logformat '%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms' --error-logfile -
    ;;
  worker)
    shift
    exec python manage.py work "$@"
    ;;
  scheduler)
    # Scheduled publishing is exact to the minute; the nightly jobs are idempotent.
    exec python manage.py run_schedule
    ;;
  migrate)
    python manage.py migrate --noinput
    exec python deploy/buckets.py
    ;;
  *)
    exec "$@"
    ;;
esac
