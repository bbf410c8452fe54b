"""What an inspector asks for on the day, as one file (G4)."""
