"""Rights of the newsroom over partners and their submissions, as `user.has_perm()` takes them."""

REVIEW = "partners.review_submission"
INVITE = "partners.add_invitation"
CHANGE_PARTNER = "partners.change_partner"
