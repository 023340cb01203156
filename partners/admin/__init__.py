"""The newsroom's side in the Wagtail admin: invitations, partners, and the desk where submissions are decided on."""
