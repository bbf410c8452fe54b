"""A short policy whose import leaves something to correct."""

from policies.importing import ImportedPolicy

KINDNESS = b"""Kindness Policy

1. Aims

1.1 We care for all.
1.2 Staff must:
(a) be kind
(b) be fair.
1.3 Be brave.

2. At school

2.1 Ask before you take a photo.
2.2 Phones stay in the bag.

Page 3 of 12

3. At home

3.1 Parents help.
This policy was approved in May 2024.
"""


def nothing(policy: ImportedPolicy) -> ImportedPolicy:
    return policy
