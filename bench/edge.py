"""P1: a warm page through the shipped edge cache against nginx that serves a file of the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

from deploy.local import state

from .figures import Figure, at_least, missing
from .load import ratio, requests_a_second
from .pages import PAGES
from .site import FOLDER, Site, get

BACKEND = 'backend web {\n  .host = "web";\n  .port = "8000";'


def _find(program: str) -> str | None:
    return shutil.which(program, path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def measure(site: Site) -> list[Figure]:
    """One ratio per page type; needs varnish, nginx and wrk from Debian."""
    varnish, nginx = _find("varnishd"), _find("nginx")
    if not (varnish and nginx and shutil.which("wrk")):
        return [missing("P1 qua bộ đệm biên so với nginx", "varnish, nginx hoặc wrk")]
    edge = _start_edge(site, varnish)
    found = []
    for name, path in PAGES.items():
        still = _start_nginx(site, nginx, get(site.url + path), path)
        get(edge + path)
        value = ratio(
            lambda path=path: requests_a_second(edge + path),
            lambda still=still: requests_a_second(still + "/page.html"),
        )
        found.append(at_least(f"P1 {name}: bộ đệm biên so với nginx", value, 0.8))
    return found


def _start_edge(site: Site, program: str) -> str:
    shipped = (state.ROOT / "deploy" / "varnish.vcl").read_text()
    if BACKEND not in shipped:
        raise RuntimeError("deploy/varnish.vcl names its backend in another way")
    rules = FOLDER / "edge.vcl"
    rules.write_text(shipped.replace(BACKEND, f'backend web {{\n  .host = "127.0.0.1";\n  .port = "{site.port}";'))
    port = state.free_ports(1)
    site.spawn(
        [program, "-F", "-a", f"127.0.0.1:{port}", "-f", str(rules), "-n", str(FOLDER / "edge"), "-s", "malloc,64m"],
        f"http://127.0.0.1:{port}/healthz",
    )
    return f"http://127.0.0.1:{port}"


def _start_nginx(site: Site, program: str, body: bytes, path: str) -> str:
    folder = Path(FOLDER) / "nginx" / (path.strip("/").replace("/", "-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_bytes(body)
    port = state.free_ports(1)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; user root;\n"
        "events { worker_connections 256; }\n"
        f"http {{ access_log off; types {{ text/html html; }} sendfile on; keepalive_requests 1000000;\n"
        f"  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    site.spawn(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"],
        f"http://127.0.0.1:{port}/page.html",
    )
    return f"http://127.0.0.1:{port}"
