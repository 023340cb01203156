#!/bin/sh
# Start SeaweedFS with three identities: without a configuration anybody can read and write (docs/security.md Z9).
# Only the S3 port listens outside the container (Z10).
set -eu
umask 077
quarantine=${S3_QUARANTINE_BUCKET:-quarantine} released=${S3_RELEASED_BUCKET:-released}
config=${TMPDIR:-/tmp}/s3.json
cat > "$config" <<CONFIG
{"identities": [
  {"name": "admin", "credentials": [{"accessKey": "${S3_ADMIN_ACCESS_KEY:?}", "secretKey": "${S3_ADMIN_SECRET_KEY:?}"}], "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
  {"name": "quarantine", "credentials": [{"accessKey": "${S3_QUARANTINE_ACCESS_KEY:?}", "secretKey": "${S3_QUARANTINE_SECRET_KEY:?}"}], "actions": ["Read:$quarantine", "Write:$quarantine", "List:$quarantine"]},
  {"name": "released", "credentials": [{"accessKey": "${S3_RELEASED_ACCESS_KEY:?}", "secretKey": "${S3_RELEASED_SECRET_KEY:?}"}], "actions": ["Read:$released", "Write:$released", "List:$released"]}
]}
CONFIG
# As many volumes of 1 GB as fit on the disk: with the default of eight the first bucket takes all of them, and the
# second refuses every write.
exec weed -logtostderr=true server -dir=/data -volume.max=0 -master.volumeSizeLimitMB=1024 -ip=127.0.0.1 -ip.bind=127.0.0.1 -s3 -s3.config="$config" \
  -s3.port=8333 -s3.ip.bind=0.0.0.0 -master.telemetry=false
