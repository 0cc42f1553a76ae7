"""How another system comes in: as the service user bound to its client, within the scopes of its token."""

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.models import AbstractAccessToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which itself reads the settings that name this module


class ClientAuthentication(OAuth2Authentication):
    """A token acts as the user of its application, who must be an active service user."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, AbstractAccessToken] | None:
        if "HTTP_AUTHORIZATION" not in request.META:
            return None
        # Django's own request: DRF's would parse the whole body before it is known who sends it.
        found = super().authenticate(request._request)  # noqa: SLF001
        if found is None:
            raise AuthenticationFailed("The token is not known or has expired.")
        _, token = found
        user = token.application.user
        if user is None or not (user.is_active and user.is_service):
            raise AuthenticationFailed("No active service user is bound to this client.")
        return user, token


class WithinScope(BasePermission):
    """A token reaches only views that name their `resource`, by `<resource>:read` or `<resource>:write`.

    People have no token: what they may do is asked elsewhere.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.auth, AbstractAccessToken):
            return True
        resource = getattr(view, "resource", None)
        manner = "read" if request.method in SAFE_METHODS else "write"
        return bool(resource) and request.auth.allow_scopes([f"{resource}:{manner}"])
