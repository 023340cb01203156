"""What quizzes and scenarios share: the page of an address, paper and offline copy, numbers, their administration."""
