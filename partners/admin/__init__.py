"""Pages of the newsroom in the administration: invitations, partners, briefs, submissions, the wrap-up."""
