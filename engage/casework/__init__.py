"""What goes beyond one decision: appeals, sanctions, notes, what is serious, and what the desk promises."""
