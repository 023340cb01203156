#!/bin/sh
# Build step of the image: compile translations, collect static files (hashed and compressed).
set -eu
cd "$(dirname "$0")/.."
python -m deploy.messages compile
python manage.py collectstatic --noinput --verbosity 0
