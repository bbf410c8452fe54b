"""The Celery app: workers ring through here, and beat keeps the day's rounds."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stmarys_portal.settings")

app = Celery("stmarys_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
