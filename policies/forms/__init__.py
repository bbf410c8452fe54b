"""Forms: shape, labels, hints and the wording of errors; no rules."""
