"""Settings: `base` is shared; `dev` (the demo), `test` and `production` are the modules to select."""
