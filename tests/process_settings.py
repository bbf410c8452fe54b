"""The portal's own settings, for workers that tests start; only the sweeps come sooner.

REMIND_ON=2026-11-30 has them send the reminders of that day, and INVITE=1 the invitations that are
to be written, both a few people at a time.
"""

import os

from stmarys_portal.settings import *  # noqa: F403
from stmarys_portal.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE["sweep the outbox"]["schedule"] = 1
if day := os.environ.get("REMIND_ON"):
    CELERY_BEAT_SCHEDULE["ask newcomers and remind"] |= {"schedule": 1, "kwargs": {"day": day}}
    REMINDERS_AT_A_TIME = 2
if os.environ.get("INVITE"):
    CELERY_BEAT_SCHEDULE["write to those newly asked"]["schedule"] = 1
    INVITATIONS_AT_A_TIME = 2
    del CELERY_BEAT_SCHEDULE["ask newcomers and remind"]  # whatever the hour of the test
