"""The termly report to governors (G4)."""
