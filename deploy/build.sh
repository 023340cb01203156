#!/bin/sh
# What an image needs beyond the source: compiled translations and hashed, compressed static files.
set -eu
cd "$(dirname "$0")/.."
python deploy/compile_translations.py
python manage.py collectstatic --noinput --verbosity 0
