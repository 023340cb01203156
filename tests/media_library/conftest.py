"""The gate's tests need no database, so nothing else makes Django ready for them."""

import django

django.setup()
