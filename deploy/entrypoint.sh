#!/bin/sh
# Command of our containers: entrypoint.sh web | worker | scheduler | migrate.
# tests/test_deploy.py runs this script without a container.
set -eu
cd "$(dirname "$0")/.."

# PROCESS_ROLE decides about time-outs (docs/security.md, section 5).
case "${1:-web}" in
  web)
    export PROCESS_ROLE=web
    # WSGI with threads; the size of the database pool limits the throughput.
    # The access log has path, status, bytes and milliseconds. It has no query string, referrer, IP address or user
    # agent (gunicorn's default format has all four): what readers type is not logged, nor are keys of private links.
    # No header is a prefix of all addresses: gunicorn takes SCRIPT_NAME from a proxy on the same machine.
    # A process that hangs gives no sign of life and is replaced after ten seconds; its threads may work longer than that.
    # The code is loaded before (--preload), because loading it takes as long on a busy machine.
    # The largest request line that gunicorn allows, so that an over-long query gets our error page instead of its own.
    exec gunicorn cms.wsgi:application \
      --bind "${BIND:-0.0.0.0}:${PORT:-8000}" \
      --workers "${WEB_WORKERS:-2}" --worker-class gthread --threads 4 \
      --preload --timeout 10 --graceful-timeout 20 --keep-alive 75 \
      --limit-request-line 8190 --forwarder-headers= --no-control-socket \
      --worker-tmp-dir "${WORKER_TMP:-/dev/shm}" --logger-class deploy.access_log.AccessLogger \
      --access-logfile - --access-logformat '%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms' --error-logfile -
    ;;
  worker)
    shift
    export PROCESS_ROLE=worker
    exec python manage.py work "$@"
    ;;
  scheduler)
    export PROCESS_ROLE=scheduler
    # Publishes scheduled pages every minute and runs the nightly jobs (jobs/schedule.py).
    exec python manage.py run_schedule
    ;;
  migrate)
    export PROCESS_ROLE=migrate
    python manage.py migrate --noinput
    python manage.py sync_site
    python manage.py seal_second_factors
    exec python deploy/buckets.py
    ;;
  *)
    exec "$@"
    ;;
esac
