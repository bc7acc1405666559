"""Addresses of the record of events."""

from django.urls import path

from opora.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("sprava/zaznam/", views.records, name="records"),
    path("sprava/zaznam/vyvoz.csv", views.records_csv, name="records_csv"),
    path("sprava/zaznam/peceti/", views.seals, name="seals"),
    path("sprava/zaznam/<int:pk>/", views.record, name="record"),
    path("sprava/zaznam/nahlednuti/<int:pk>/", views.read_record, name="read_record"),
    path("sprava/historie/<str:label>/<str:pk>/", views.history, name="history"),
]
