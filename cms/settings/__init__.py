"""Settings: `base` is shared; `dev` (demo), `debug` (`make dev`), `test` and `production` are the modules to select."""
