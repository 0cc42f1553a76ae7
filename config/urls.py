"""Every address of the system, by the room that serves it."""

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from oauth2_provider.views import RevokeTokenView, TokenView

from conferences.urls import api_urls as conferences_api
from config.health import health
from court.urls import api_urls as court_api
from documents.urls import api_urls as documents_api
from partners.urls import api_urls as partners_api
from people.urls import api_urls as people_api
from referrals.urls import api_urls as referrals_api
from strategy.urls import api_urls as strategy_api
from unit.urls import api_urls as unit_api

# Swagger UI's style sheet holds its small pictures in itself.
api_page = csp_update({"img-src": ["data:"]})(
    login_required(SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="api.html"))
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("sign-in/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("oauth/token/", login_not_required(TokenView.as_view()), name="token"),
    path("oauth/revoke/", login_not_required(RevokeTokenView.as_view()), name="revoke-token"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", api_page, name="api"),
    path(
        "api/v1/",
        include(
            [
                *unit_api,
                *people_api,
                *partners_api,
                *documents_api,
                *referrals_api,
                *strategy_api,
                *conferences_api,
                *court_api,
            ]
        ),
    ),
    path("", include("unit.urls")),
    path("", include("people.urls")),
    path("", include("partners.urls")),
    path("", include("documents.urls")),
    path("", include("referrals.urls")),
    path("", include("strategy.urls")),
    path("", include("conferences.urls")),
    path("", include("court.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("gallery/", include("govuk.urls")))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
