"""The approver's side: answers in words after each step, and withdrawing a text after a question."""
