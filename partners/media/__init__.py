"""Files of a submission: uploads, review copies, depicted people, what is kept in storage."""
