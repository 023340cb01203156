"""Class mode of quizzes and scenarios: a projector's screen, phones that vote, no names."""
