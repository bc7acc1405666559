"""Sign-in and second factor under Czech addresses; only the pages that Opora offers."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from opora.foundation.accounts.views.wrapping import counting_failures, unprocessable
from opora.foundation.core.web import public

urlpatterns = [
    path("prihlaseni/", public(unprocessable(account.login)), name="account_login"),
    path("prihlaseni/kod/", public(counting_failures(unprocessable(mfa.authenticate))), name="mfa_authenticate"),
    path("odhlaseni/", account.logout, name="account_logout"),
    path("ucet/heslo/", unprocessable(account.password_change), name="account_change_password"),
    path("ucet/overeni/", unprocessable(account.reauthenticate), name="account_reauthenticate"),
    path("ucet/overeni/kod/", unprocessable(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("ucet/druhy-faktor/", mfa.index, name="mfa_index"),
    path("ucet/druhy-faktor/zapnout/", unprocessable(totp.activate_totp), name="mfa_activate_totp"),
    path("ucet/druhy-faktor/vypnout/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ucet/zalozni-kody/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ucet/zalozni-kody/nove/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ucet/zalozni-kody/soubor/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
