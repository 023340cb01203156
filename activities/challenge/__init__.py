"""Challenges: links that units and partners send, the newsroom's decision, the wall, the recap."""
