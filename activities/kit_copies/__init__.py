"""Quizzes, scenarios and the signing sheet of the wall as files within the ZIP files of kits."""
