"""Files: storage, the gate every upload passes, cleaners, uploads in parts, upkeep of what lies in storage."""
