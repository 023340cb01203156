"""The desk “Trang nhất”: secretaries and chiefs arrange the slots of the front page."""
