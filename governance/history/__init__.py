"""The breach history: counted once a term, shown to governors in steps, the same to everybody."""
