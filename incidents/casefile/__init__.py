"""The file of one case, as it leaves the portal: what it says, what it hides, and the ZIP (I16)."""
