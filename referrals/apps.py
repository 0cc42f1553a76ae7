from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self):
        from people import hooks
        from referrals import queries

        hooks.SEEN.append(queries.seen)
