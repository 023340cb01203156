#!/bin/sh
# What the official image does, in order: a database, clamd in the background, then a wait for its socket file.
set -eu
mkdir -p /run/clamav
chown -R clamav:clamav /var/lib/clamav /run/clamav
echo '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Stand-In' > /var/lib/clamav/eicar.hdb # instead of freshclam
clamd --foreground &
waited=0
until [ -S /run/clamav/clamd.sock ] || [ -S /tmp/clamd.sock ]; do
  waited=$((waited + 1))
  if [ "$waited" -gt "${CLAMD_STARTUP_TIMEOUT:-1800}" ]; then
    echo 'Failed to start clamd'
    exit 1
  fi
  sleep 1
done
echo 'socket found, clamd started.'
exec tail -f /dev/null
