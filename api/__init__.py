"""The case API: owns every word, fact and state."""
