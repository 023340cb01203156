"""Seeds what readers play and take part in: scenarios, a challenge."""
