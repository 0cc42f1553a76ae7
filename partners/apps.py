from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self):
        from partners import queries
        from people import hooks

        hooks.SEEN.append(queries.seen)
        hooks.HAPPENED.append(queries.said)
