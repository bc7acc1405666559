from django.http import HttpResponse
from django.urls import path

from opora.foundation.core.web import public

app_name = "probe"
urlpatterns = [path("zkouska/", public(lambda _request: HttpResponse("Zkouška")), name="page")]
