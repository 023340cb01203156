"""An OpenID Connect provider for tests, on 127.0.0.1: code flow with PKCE, as the specification asks of a client.

Its ID tokens have no true signature: a client that fetched one itself, over TLS, need not check it.

What it says of who signs in is set by the test; `broken` names the address that answers otherwise than it should.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET, NAME = "khong-mot-minh", "a-secret-of-the-tests", "tài khoản cán bộ"


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


class Provider:
    """The provider. `claims`: who signs in next; `proof`: what its ID token says otherwise than it should."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.proof: dict[str, Any] = {}
        self.broken: dict[str, Callable[[], tuple[int, bytes]]] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: dict[str, dict[str, Any]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer("")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def _answer(self, body: str) -> None:
                path = urlsplit(self.path).path
                if path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.consent(self.path))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                if path in provider.broken:
                    status, content = provider.broken[path]()
                else:
                    status, content = provider.answer(path, body, self.headers.get("Authorization", ""))
                with suppress(ConnectionError):  # who asked waits no longer
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop it."""
        self.server.shutdown()
        self.server.server_close()

    def consent(self, address: str) -> str:
        """Where the browser goes from `address` (/authorize?…), once the person has agreed."""
        parameters = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert parameters["client_id"] == CLIENT
        assert parameters["response_type"] == "code"
        assert parameters["code_challenge_method"] == "S256"
        assert "openid" in parameters["scope"].split()
        code = secrets.token_urlsafe(8)
        self._codes[code] = parameters
        return f"{parameters['redirect_uri']}?{urlencode({'code': code, 'state': parameters['state']})}"

    def answer(self, path: str, body: str, authorization: str) -> tuple[int, bytes]:
        """(status, JSON) of a request by the site itself."""
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(
                {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "userinfo_endpoint": f"{self.url}/userinfo",
                    "jwks_uri": f"{self.url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            ).encode()
        if path == "/token":
            return self._token({name: values[0] for name, values in parse_qs(body).items()})
        if path == "/userinfo" and authorization.removeprefix("Bearer ") in self._tokens:
            return 200, json.dumps(self._tokens[authorization.removeprefix("Bearer ")]).encode()
        return 401, b'{"error": "invalid_token"}'

    def _token(self, given: dict[str, str]) -> tuple[int, bytes]:
        auth_request = self._codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        if (
            not right
            or auth_request is None
            or (auth_request["code_challenge"], auth_request["redirect_uri"])
            != (
                proof,
                given.get("redirect_uri"),
            )
        ):
            return 400, b'{"error": "invalid_grant"}'
        token = secrets.token_urlsafe(8)
        self._tokens[token] = dict(self.claims)
        now = int(time.time())
        proof = {"iss": self.url, "aud": CLIENT, "sub": self.claims["sub"], "iat": now, "exp": now + 60} | self.proof
        signed = ".".join([_part({"alg": "RS256", "typ": "JWT"}), _part(proof), "c2lnbmVk"])
        response = {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": signed}
        return 200, json.dumps(response).encode()


def set_up(settings: Any, provider: Provider) -> None:
    """Let people sign in at `provider`, as cms/settings/accounts.py does from the environment."""
    settings.OIDC_SERVER_URL, settings.OIDC_NAME, settings.OIDC_EMAIL_DOMAINS = provider.url, NAME, ["canbo.example"]
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app = app | {"name": NAME, "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": provider.url}}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {"APPS": [app]}
    }
