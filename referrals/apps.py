from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"

    def ready(self) -> None:
        from people import hooks
        from referrals import queries

        hooks.TELLINGS.append(queries.CONCERNS)
