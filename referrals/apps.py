from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self):
        from people import hooks
        from referrals import queries

        hooks.READERS.append(queries.seen_and_heard)
