"""What the OpenAPI document says about signing in."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ClientToken(OpenApiAuthenticationExtension):
    """A front door's system: client credentials, a bearer token, two scopes."""

    target_class = "config.clients.ClientAuthentication"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema):
        from django.conf import settings

        return {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/oauth/token/",
                    "scopes": settings.OAUTH2_PROVIDER["SCOPES"],
                }
            },
        }
