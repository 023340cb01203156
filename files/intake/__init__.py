"""The upload gate: accept_upload() checks every file, with a sandbox, a virus scanner and a time limit."""
