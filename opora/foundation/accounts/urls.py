"""Sign-in and second factor under Czech addresses; only the pages that Opora offers."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from opora.foundation.accounts.views import (
    email_change,
    idle,
    names,
    oidc,
    salutation,
    second_factor,
    sessions,
    sign_in,
)
from opora.foundation.accounts.views.wrapping import counting_failures, signed_in, unprocessable
from opora.foundation.core.web import public

urlpatterns = [
    path("prihlaseni/", public(unprocessable(account.login)), name="account_login"),
    path("prihlaseni/kod/", second_factor.authenticate, name="mfa_authenticate"),
    path("prihlaseni/klic/", second_factor.login_by_key, name="mfa_login_webauthn"),
    path("prihlaseni/ucet-organizace/", oidc.login, name="openid_connect_login"),
    path("prihlaseni/ucet-organizace/navrat/", oidc.callback, name="openid_connect_callback"),
    path("prihlaseni/ucet-organizace/zruseno/", oidc.cancelled, name="socialaccount_login_cancelled"),
    path("ucet/pripojene-ucty/", oidc.connections, name="socialaccount_connections"),
    path("ucet/pripojene-ucty/<int:pk>/odpojit/", oidc.disconnect, name="identity_disconnect"),
    path("prihlaseni/zapomenute-heslo/", sign_in.ask_for_new_password, name="account_reset_password"),
    path("prihlaseni/zapomenute-heslo/odeslano/", sign_in.link_is_on_the_way, name="account_reset_password_done"),
    path("prihlaseni/nove-heslo/<str:uidb36>/<str:key>/", sign_in.new_password, name="account_reset_password_from_key"),
    path("odhlaseni/", account.logout, name="account_logout"),
    path("ucet/zustat/", idle.stay, name="stay_signed_in"),
    path("ucet/vraceny-text/", idle.kept_text, name="kept_text"),
    path("ucet/prihlaseni-jinde/", sessions.open_sessions, name="account_sessions"),
    path("ucet/prihlaseni-jinde/ukoncit/", sessions.end_other_sessions, name="account_sessions_end"),
    path("ucet/prihlaseni-jinde/<int:pk>/ukoncit/", sessions.end_session, name="account_session_end"),
    path("ucet/e-mail/", email_change.change, name="account_change_email"),
    path("ucet/e-mail/potvrdit/<str:token>/", email_change.confirm, name="email_confirm"),
    path("ucet/osloveni/", salutation.salutation, name="account_salutation"),
    path("sprava/ucty/<int:pk>/jmeno/", names.name, name="account_name"),
    path("ucet/heslo/", sign_in.change_password, name="account_change_password"),
    path("ucet/overeni/", unprocessable(account.reauthenticate), name="account_reauthenticate"),
    path(
        "ucet/overeni/kod/",
        counting_failures(unprocessable(mfa.reauthenticate), signed_in),
        name="mfa_reauthenticate",
    ),
    path("ucet/", second_factor.account, name="mfa_index"),
    path("ucet/druhy-faktor/povinny/", second_factor.required, name="second_factor_required"),
    path("ucet/druhy-faktor/zapnout/", second_factor.app, name="mfa_activate_totp"),
    path("ucet/druhy-faktor/vypnout/", second_factor.no_app, name="mfa_deactivate_totp"),
    path("ucet/klice/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("ucet/klice/pridat/", second_factor.add_key, name="mfa_add_webauthn"),
    path("ucet/klice/<int:pk>/nazev/", unprocessable(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("ucet/klice/<int:pk>/odebrat/", second_factor.remove_key, name="mfa_remove_webauthn"),
    path("ucet/overeni/klic/", second_factor.prove_by_key, name="mfa_reauthenticate_webauthn"),
    path("ucet/zalozni-kody/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("ucet/zalozni-kody/nove/", second_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("ucet/zalozni-kody/soubor/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
