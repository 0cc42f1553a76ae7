"""Addresses of pre-proceedings."""

from rest_framework.routers import SimpleRouter

from court import api, views
from workflow.views import pages

urlpatterns = pages(views.PreProceedingsDocument, views.PreProceedingsStep)

router = SimpleRouter()
router.register("pre-proceedings", api.PreProceedingsViewSet, "pre-proceedings")
api_urls = router.urls
