"""What schools have downloaded, and the attributes under which downloads are counted."""
