#!/bin/sh
# What an image needs beyond the source: compiled translations and hashed, compressed static files.
set -eu
cd "$(dirname "$0")/.."
python -m deploy.messages compile
python manage.py collectstatic --noinput --verbosity 0
