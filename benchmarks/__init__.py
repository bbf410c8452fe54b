"""How fast the portal is, measured and never asserted by a test: `make bench`."""
