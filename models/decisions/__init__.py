"""What happens to a council's decision after the meeting, recorded; and what follows from it."""
