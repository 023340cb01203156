"""Tasks that the standing office gives to bodies (“Giao việc”)."""
