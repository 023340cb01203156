"""No log has the key of a private link: invitation, new password, sign-in, calendar, draft shown outside, class."""

import logging
from types import SimpleNamespace

from django.conf import settings
from django.urls import get_resolver
from gunicorn.config import Config

from cms.logs import without_keys
from deploy.access_log import AccessLogger
from tests.users.address_list import patterns_of, written

KEY = "Zq3-x_9Kd72mWbT4"
#: “code” is printed on paper, but in the invitation of a school.
NAMES, INVITATION = ("token", "key", "uidb36"), "truong/loi-moi/<slug:code>/"
#: The receipt of one reading, files that everybody may fetch, ids of stories, an address that leads to our sign-in.
PUBLIC = ("dem/", "media/", "api/", "admin/password_reset/")


def private_addresses():
    """Addresses of the URLconf with a key, each with KEY as its value."""
    for route, _pattern in patterns_of(get_resolver().url_patterns):
        names = {name for name in NAMES if f"<{name}>" in route or f":{name}>" in route}
        if route == INVITATION:
            names = {"code"}
        if names and not route.startswith(PUBLIC):
            yield written(route, dict.fromkeys(names, KEY))


def test_every_private_link_is_logged_without_its_key():
    addresses = list(private_addresses())
    assert len(addresses) > 8 and all(KEY in address for address in addresses)
    assert not [address for address in addresses if KEY in without_keys(address)]
    assert without_keys("/doi-tac/loi-moi/Zq3/ 200") == "/doi-tac/loi-moi/…/ 200"
    for plain in ("GET /vi/tin/lua-dao-moi/ 200", "/doi-tac/vao/", "/truong/viec/C04/", "/t/p-a3-03/"):
        assert without_keys(plain) == plain


def test_the_access_log_of_the_web_container_has_the_path_without_the_key():
    entrypoint = (settings.BASE_DIR / "deploy" / "entrypoint.sh").read_text(encoding="utf-8")
    assert f"--logger-class {AccessLogger.__module__}.{AccessLogger.__name__}" in entrypoint
    response = SimpleNamespace(status="200 OK", sent=3, headers=[])
    time = SimpleNamespace(seconds=0, microseconds=0)
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/", "SERVER_PROTOCOL": "HTTP/1.1"}
    for path, logged in ((f"/lich-toa-soan/{KEY}.ics", "/lich-toa-soan/…"), ("/vi/tin/", "/vi/tin/")):
        atoms = AccessLogger(Config()).atoms(response, SimpleNamespace(headers=[]), environ | {"PATH_INFO": path}, time)
        assert atoms["U"] == logged


def test_what_the_site_itself_logs_of_a_request_has_no_key(client, db):
    """Django names the path of a refused request, and of one that failed."""
    formatter = logging.getLogger().handlers
    ours = [handler.formatter for handler in formatter if type(handler.formatter).__module__ == "cms.logs"]
    assert ours, settings.LOGGING
    messages = []
    listener = logging.Handler()
    listener.emit = lambda record: messages.append(ours[0].format(record))
    logging.getLogger("django.request").addHandler(listener)
    try:
        assert client.get(f"/xem-truoc/{KEY}{KEY}/").status_code == 404
    finally:
        logging.getLogger("django.request").removeHandler(listener)
    assert messages and "/xem-truoc/…" in messages[0] and KEY not in messages[0]
