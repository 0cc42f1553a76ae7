"""Addresses of pre-proceedings."""

from rest_framework.routers import SimpleRouter

urlpatterns: list = []

router = SimpleRouter()
api_urls = router.urls
