"""The portal's own settings, for workers that tests start; only the sweep comes sooner."""

from stmarys_portal.settings import *  # noqa: F403
from stmarys_portal.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE["sweep the outbox"]["schedule"] = 1
