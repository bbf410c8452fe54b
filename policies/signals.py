"""What this room tells the rooms above it, without knowing who listens."""

from django.dispatch import Signal

# Sent inside the transaction that publishes. Arguments: version (policies.Version), by (Person).
version_published = Signal()

# Sent inside the transaction that withdraws a version in force. Arguments as above.
version_withdrawn = Signal()

# Sent to learn who signed what. Arguments: people and versions (sets of keys). Each receiver
# returns what it knows: {(person key, version key): policies.signatures.Signature}.
signatures_asked_for = Signal()
