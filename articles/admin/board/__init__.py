"""The board “Bàn tòa soạn”: what waits, for whom, and the next step of each text."""
