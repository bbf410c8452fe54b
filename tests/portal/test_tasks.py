"""What is to be done by itself, at its time, is something that the workers know."""

from django.conf import settings

from stmarys_portal.celery import app


def test_each_task_that_beat_sends_is_known_to_the_workers():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
