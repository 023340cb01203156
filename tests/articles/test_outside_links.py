"""Links to other sites: requested at night, with limits, never on our own network; shown in report and gate."""

from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import call_command

from articles.models import ArticlePage, OutsideLink
from articles.outside_links import checking, client
from articles.rules import gates
from notifications.models import Letter
from tests.factories import make_article
from tests.newsroom_world import SAPO, colleague, the_section

pytestmark = [pytest.mark.django_db, pytest.mark.world("newsroom")]
REPORT = "/admin/toa-soan/lien-ket-hong/"


class Site(BaseHTTPRequestHandler):
    """Another site: its paths are what they answer."""

    asked: Counter = Counter()

    def answer(self):
        self.asked[f"{self.command} {self.path}"] += 1
        status = {"/chi-get": 405 if self.command == "HEAD" else 200}.get(self.path)
        further = {"/doi": "/con", "/vong": "/vong", "/vao-trong": "http://10.0.0.1/"}.get(self.path)
        self.send_response(302 if further else status or {"/con": 200, "/loi": 500, "/cam": 403}.get(self.path, 404))
        if further:
            self.send_header("Location", further)
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """Address of a little server that counts as a public machine; every name leads to it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    Site.asked = Counter()
    names = {"trang.example": "127.0.0.1", "bao.example": "127.0.0.1", "trong.example": "192.168.1.4"}
    monkeypatch.setattr(client, "PORTS", {None, server.server_port})
    monkeypatch.setattr(client, "resolve", lambda host, port: [names.get(host, host)])
    monkeypatch.setattr(client, "is_public", lambda ip, real=client.is_public: ip == "127.0.0.1" or real(ip))
    yield f"http://trang.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def story_with(*addresses, title="Bài dẫn ra ngoài"):
    page = make_article(title, section=the_section(), sapo=SAPO)
    links = "".join(f'<a href="{address}">xem</a> ' for address in addresses)
    page.body = [*page.body.raw_data, {"type": "paragraph", "value": f"<p>{links}</p>"}]
    page.save_revision().publish(skip_permission_checks=True)
    return ArticlePage.objects.get(pk=page.pk)


def night():
    checking.write_down()
    pauses = []
    checking.check(wait=pauses.append)
    return pauses


def test_only_public_machines_are_asked_whatever_name_number_or_redirect_leads_elsewhere(site):
    inside = [
        "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1", "64:ff9b::a00:1",
    ]  # fmt: skip
    real = client.is_public.__defaults__[0]
    assert not [ip for ip in inside if real(ip)] and real("1.1.1.1") and real("2606:4700:4700::1111")
    port = site.rsplit(":", 1)[1]
    for address in (
        f"http://trong.example:{port}/", "http://trang.example:22/", "ftp://trang.example/", f"http://a@trang.example:{port}/",
        f"{site}/vao-trong",
    ):  # fmt: skip
        with pytest.raises(client.NotAsked):
            client.ask(address)
    assert set(Site.asked) == {"HEAD /vao-trong"}


def test_head_then_get_and_redirects_to_their_end(site):
    assert [client.ask(f"{site}{path}") for path in ("/con", "/mat", "/chi-get", "/doi", "/loi")] == [
        200,
        404,
        200,
        200,
        500,
    ]
    assert Site.asked["HEAD /con"] == 2 and "GET /con" not in Site.asked and Site.asked["GET /chi-get"] == 1
    assert client.ask(f"{site}/vong") == client.NO_ANSWER and Site.asked["HEAD /vong"] <= client.HOPS + 1
    assert client.ask("http://[") == client.ask("http://trang.example:1x/") == client.NO_ANSWER


def test_what_is_gone_is_broken_at_once_what_fails_after_three_nights_and_a_refusal_never(site):
    page = story_with(*(f"{site}{path}" for path in ("/con", "/mat#doan", "/loi", "/cam")))
    pauses = night()
    assert len(pauses) == 3 and all(0 < pause <= checking.PAUSE for pause in pauses), "one host is not pressed"
    assert page.broken_outside_links() == [f"{site}/mat"]
    problem = next(finding for finding in gates.check(page) if finding.code == "broken-outside")
    assert f"{site}/mat" in problem.problem and not problem.is_stop
    for _ in range(2):
        night()
    assert page.broken_outside_links() == [f"{site}/loi", f"{site}/mat"]
    request_count = sum(Site.asked.values())
    gates.check(page)
    assert sum(Site.asked.values()) == request_count, "the gate asks nobody"
    page.unpublish()
    night()
    assert not OutsideLink.objects.exists(), "what readers cannot open is forgotten"


def test_a_night_is_bounded_and_the_longest_unasked_come_first(site, monkeypatch):
    story_with(*(f"{site}/{number}" for number in range(6)), site.replace("trang", "bao"))
    monkeypatch.setattr(checking, "MOST", 4)
    for _ in range(2):
        night()
    assert not OutsideLink.objects.filter(checked_at=None).exists()
    moments = iter(range(0, 100_000, 1000))
    assert checking.check(wait=lambda _: None, clock=lambda: next(moments)) <= 1, "it ends after its half hour"


def test_the_report_and_the_letter_name_the_address_and_the_job_rests_until_it_is_switched_on(
    site, settings, client_for, capsys
):
    story_with(f"{site}/mat")
    call_command("check_outside_links")
    assert not Site.asked and not OutsideLink.objects.exists()
    settings.CHECK_OUTSIDE_LINKS = True
    call_command("check_outside_links")
    assert "1 địa chỉ ngoài, đã hỏi 1" in capsys.readouterr().out
    assert f"{site}/mat" in client_for(colleague("editor")).get(REPORT).text
    assert f"{site}/mat" not in client_for(colleague("culture")).get(REPORT).text
    call_command("report_broken_links")
    assert f"{site}/mat" in Letter.objects.filter(purpose="broken-links")[0].text
