"""URLs of accounts: allauth's view names at Vietnamese paths.

allauth reverses its names without a namespace, so only our own two views have one.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from . import views
from .signin import single_sign_on

own = [
    path("", views.after_login, name="after_login"),
    path("cua-toi/", views.profile, name="profile"),
]

password = [
    path("quen-mat-khau/", account.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    path("dat-lai-mat-khau/xong/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^dat-lai-mat-khau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("doi-mat-khau/", account.password_change, name="account_change_password"),
    path("dat-mat-khau/", account.password_set, name="account_set_password"),
]

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("dang-nhap/", mfa.authenticate, name="mfa_authenticate"),
    path("xac-nhan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("ung-dung/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ma-du-phong/tao/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ma-du-phong/tai/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("khoa/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("khoa/them/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("khoa/xac-nhan/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("khoa/<int:pk>/xoa/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("khoa/<int:pk>/sua/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]

# allauth reverses these names with the provider's name.
sso = [
    path("", single_sign_on.begin, name="openid_connect_login"),
    path("ve/", single_sign_on.finish, name="openid_connect_callback"),
]

urlpatterns = [
    path("", include((own, "users"))),
    path("dang-nhap/", views.LoginView.as_view(), name="account_login"),
    path("dang-nhap/ma/", account.confirm_login_code, name="account_confirm_login_code"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("dang-ky/", account.signup, name="account_signup"),
    path("tam-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("hai-lop/", include(second_factor)),
    path("co-quan/", include(sso), {"provider_id": single_sign_on.PROVIDER}),
    *password,
]
