from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications.signals import when_address_changed, when_posts_changed
        from school.signals import address_changed, posts_changed

        address_changed.connect(when_address_changed, dispatch_uid="tell the old address")
        posts_changed.connect(when_posts_changed, dispatch_uid="tell who watches over the posts")
