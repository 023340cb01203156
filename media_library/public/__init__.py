"""What readers and schools see of the library."""
