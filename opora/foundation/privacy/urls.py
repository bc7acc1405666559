"""Addresses of the protection of personal data."""

from django.urls import path

from opora.foundation.privacy.views import extracts, requests, restrictions

app_name = "privacy"
BASE = "sprava/ochrana-udaju/"
urlpatterns = [
    path(f"{BASE}zadosti/", requests.requests_list, name="requests"),
    path(f"{BASE}zadosti/nova/", requests.request_new, name="request_new"),
    path(f"{BASE}zadosti/<int:pk>/", requests.request_page, name="request"),
    path(f"{BASE}zadosti/<int:pk>/udaje/", requests.request_data, name="request_data"),
    path(f"{BASE}zadosti/<int:pk>/vyridit/", requests.request_settle, name="request_settle"),
    path(f"{BASE}zadosti/<int:pk>/vymazat/", requests.request_erase, name="request_erase"),
    path(f"{BASE}zadosti/<int:pk>/vypis/", extracts.extract_new, name="extract_new"),
    path(f"{BASE}vypisy/<int:pk>/", extracts.extract_page, name="extract"),
    path(f"{BASE}vypisy/<int:pk>/skryt/<str:record>/", extracts.extract_hide, name="extract_hide"),
    path(f"{BASE}vypisy/<int:pk>/vratit/", extracts.extract_return, name="extract_return"),
    path(f"{BASE}vypisy/<int:pk>/predat/", extracts.extract_hand_over, name="extract_hand_over"),
    path(f"{BASE}vypisy/<int:pk>/zrusit/", extracts.extract_cancel, name="extract_cancel"),
    path(f"{BASE}vypisy/<int:pk>/stahnout/", extracts.extract_file, name="extract_file"),
    path(f"{BASE}vypisy/<int:pk>/<str:act>/", extracts.extract_act, name="extract_act"),
    path(f"{BASE}omezeni/", restrictions.restrictions_list, name="restrictions"),
    path(f"{BASE}omezeni/nove/", restrictions.restriction_new, name="restriction_new"),
    path(f"{BASE}omezeni/<int:pk>/", restrictions.restriction_page, name="restriction"),
]
