"""Workflow of a submission: transitions, checks, timeline, response time, suspension, removal, maintenance."""
