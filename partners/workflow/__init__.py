"""Workflow of a submission: transitions, checks, timeline, suspension, removal, maintenance."""
