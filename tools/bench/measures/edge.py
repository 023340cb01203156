"""P1: a cached page from the edge cache, compared with nginx serving a file of the same bytes."""

from __future__ import annotations

import shutil
import urllib.request
from functools import partial
from pathlib import Path

import yaml

from tools.bench.figures import Figure, at_least, missing
from tools.bench.load import ratio, requests_a_second
from tools.bench.site import FOLDER, Site, get
from tools.devserver import state

PAGES = {
    "trang chủ": "/vi/",
    "chuyên mục": "/vi/nhan-dien-chieu-tro/",
    "bài": "/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/",
    "kho tài liệu": "/vi/kho-tai-lieu/",
    "trang tài liệu": "/vi/kho-tai-lieu/p-a3-03/",
}
#: Headers that a server sets itself; nginx sends all others of the page too, so that both send the same bytes.
OWN = {"Server", "Date", "Connection", "Content-Type", "Content-Length"}
BACKEND = '.host = "web";\n  .port = "8000";'


def find(program: str) -> str | None:
    """Path of `program`, also in the sbin directories; None where it is not installed."""
    return shutil.which(program, path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def measure(site: Site) -> list[Figure]:
    """One ratio per page type; needs varnish, nginx and wrk."""
    varnish, nginx = find("varnishd"), find("nginx")
    if not (varnish and nginx and shutil.which("wrk")):
        return [missing("P1 qua bộ đệm biên so với nginx", "varnish, nginx hoặc wrk")]
    edge = start_edge(site, varnish, site.port)
    figures = []
    for name, path in PAGES.items():
        still = _start_nginx(site, nginx, site.url + path, path)
        get(edge + path)
        value = ratio(partial(requests_a_second, edge + path), partial(requests_a_second, still + "/page.html"))
        figures.append(at_least(f"P1 {name}: bộ đệm biên so với nginx", value, 0.8))
    return figures


def start_edge(site: Site, program: str, backend: int) -> str:
    """Start Varnish with deploy/varnish.vcl in front of the web server at port `backend`; return its address.

    Raises RuntimeError where the VCL's definition of the backend has changed.
    """
    shipped = (state.ROOT / "deploy" / "varnish.vcl").read_text()
    if BACKEND not in shipped:
        raise RuntimeError("deploy/varnish.vcl names its backend in another way")
    rules = FOLDER / f"edge-{backend}.vcl"
    rules.write_text(shipped.replace(BACKEND, f'.host = "127.0.0.1";\n  .port = "{backend}";'))
    command = yaml.safe_load((state.ROOT / "docker-compose.yml").read_text())["services"]["edge-cache"]["command"]
    options = command[command.index("-p") :]  # production's options, without those for address and cache size
    port = state.free_ports(1)
    own = ["-a", f"127.0.0.1:{port}", "-f", str(rules), "-n", str(FOLDER / f"edge-{backend}"), "-s", "malloc,64m"]
    site.spawn(
        [program, "-F", *own, *options],
        f"http://127.0.0.1:{port}/healthz",
    )
    return f"http://127.0.0.1:{port}"


def _start_nginx(site: Site, program: str, url: str, path: str) -> str:
    with urllib.request.urlopen(url, timeout=120) as response:
        body, headers = response.read(), {name: value for name, value in response.headers.items() if name not in OWN}
    folder = Path(FOLDER) / "nginx" / (path.strip("/").replace("/", "-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_bytes(body)
    port = state.free_ports(1)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; user root;\n"
        "events { worker_connections 256; }\n"
        "http { access_log off; types { text/html html; } sendfile on; keepalive_requests 1000000;\n"
        + "".join(f'  add_header {name} "{value}";\n' for name, value in headers.items())
        + f"  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    site.spawn(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"],
        f"http://127.0.0.1:{port}/page.html",
    )
    return f"http://127.0.0.1:{port}"
