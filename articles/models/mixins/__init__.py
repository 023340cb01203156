"""What every kind of article shares: its public side and its editorial side."""
