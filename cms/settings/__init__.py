"""Settings: `base` is shared; `dev` (demo), `test` and `production` are entry points."""
