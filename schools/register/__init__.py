"""Import of the register: read a file, judge it by row, apply it once."""
