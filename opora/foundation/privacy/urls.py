"""Addresses of the protection of personal data."""

from django.urls import path

from opora.foundation.privacy.views import (
    consents,
    disposal,
    extracts,
    holds,
    processing,
    requests,
    restrictions,
    rules,
)

app_name = "privacy"
BASE = "sprava/ochrana-udaju/"
urlpatterns = [
    path(f"{BASE}cinnosti/", processing.processing, name="processing"),
    path(f"{BASE}cinnosti/tabulka.csv", processing.processing_csv, name="processing_csv"),
    path(f"{BASE}lhuty/", rules.rules, name="rules"),
    path(f"{BASE}lhuty/<str:code>/", rules.rule, name="rule"),
    path(f"{BASE}vymaz/", disposal.disposals, name="disposals"),
    path(f"{BASE}vymaz/novy/", disposal.disposal_new, name="disposal_new"),
    path(f"{BASE}vymaz/<int:pk>/", disposal.disposal, name="disposal"),
    path(f"{BASE}vymaz/<int:pk>/schvalit/", disposal.disposal_approve, name="disposal_approve"),
    path(f"{BASE}vymaz/<int:pk>/zrusit/", disposal.disposal_cancel, name="disposal_cancel"),
    path(f"{BASE}vymaz/zaznam/<int:pk>/", disposal.disposal_item, name="disposal_item"),
    path(f"{BASE}pozastaveni/", holds.holds, name="holds"),
    path(f"{BASE}pozastaveni/nove/", holds.hold_new, name="hold_new"),
    path(f"{BASE}pozastaveni/<int:pk>/zrusit/", holds.hold_lift, name="hold_lift"),
    path(f"{BASE}souhlasy/", consents.consents, name="consents"),
    path(f"{BASE}souhlasy/<int:pk>/", consents.consent, name="consent"),
    path(f"{BASE}souhlasy/<int:pk>/odvolat/", consents.consent_withdraw, name="consent_withdraw"),
    path(f"{BASE}souhlasy/zneni/", consents.wordings, name="wordings"),
    path(f"{BASE}souhlasy/zneni/<str:purpose>/", consents.wording, name="wording"),
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
