"""What this room tells the rooms above it, without knowing who listens."""

from django.dispatch import Signal

# Sent inside the transaction in which people, their roles or their children changed, so that
# sign-off can ask newcomers and stop asking leavers. Arguments: by (Person or None).
people_changed = Signal()

# Sent inside the transaction in which the address that somebody signs in with was changed, so that
# it is told at the old one. Arguments: person, before (the old address).
address_changed = Signal()

# Sent inside the transaction in which roles were given or ended. Arguments: assignments (a list of
# RoleAssignment, as they are now), by (Person or None).
posts_changed = Signal()

# Sent inside the transaction in which a term or a day of closure was added or removed, so that
# deadlines counted in school days can be counted anew; before the event is recorded, so that no
# deadline is waited for with the end of the chain in hand. No arguments.
calendar_changed = Signal()
