"""Small policy documents for tests, as bytes and as imported."""

from policies.importing import ImportedPolicy, read_document

SOCIAL_MEDIA = b"""Social Media Policy

1. Aims of the policy

1.1 This policy keeps the confidentiality of pupils and staff.
1.2 It helps all of us to use social media well.

2. Use of social media by staff

2.1 Staff must check their privacy settings.
2.2 Staff must not post pictures of school events.
"""

CHANGED = SOCIAL_MEDIA + b"2.3 Staff must not post comments about school events.\n"


def imported(content: bytes = SOCIAL_MEDIA, name: str = "social-media.txt") -> ImportedPolicy:
    return read_document(content, name=name)
