"""Reach: who was told, who spoke and who is silent; and the map of stakeholders by interest and influence."""
