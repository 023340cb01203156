vcl 4.1;
# The edge cache: serves public pages to signed-out readers, and stale copies while the origin is down.
import std;

backend web {
  .host = "web";
  .port = "8000";
  .connect_timeout = 2s;
  # A form with files is answered within 20 s (docs/security.md, section 2); vcl_backend_fetch has less for pages.
  .first_byte_timeout = 25s;
  .between_bytes_timeout = 10s;
  .probe = { .url = "/healthz"; .interval = 5s; .timeout = 2s; .window = 3; .threshold = 2; }
}

# The same server, asked whether it can render pages: it cannot without its database. Says only how old a copy may be;
# all requests go to `web`, also meanwhile, for what needs no database.
backend renderer {
  .host = "web";
  .port = "8000";
  .probe = { .url = "/healthz/pages"; .interval = 5s; .timeout = 2s; .window = 3; .threshold = 2; }
}

acl purgers {
  "127.0.0.1";
  "10.0.0.0"/8;
  "172.16.0.0"/12;
  "192.168.0.0"/16;
}

sub vcl_recv {
  unset req.http.X-First-Try;
  # Two copies of a page, gzip and plain (with -p http_gzip_support=off), so that none is decompressed per request.
  if (req.http.Accept-Encoding ~ "gzip") { set req.http.Accept-Encoding = "gzip"; } else { unset req.http.Accept-Encoding; }
  if (req.method == "PURGE") {
    # A comma means that the request came through Caddy, whose address is in `purgers`: client and Caddy are named.
    if (req.http.X-Forwarded-For ~ "," || client.ip !~ purgers) { return (synth(405)); }
    return (purge);
  }
  # Longer than a request line may be for gunicorn (deploy/entrypoint.sh), which answers in English.
  if (req.url ~ "^.{8000}") { return (synth(414)); }
  if (req.method != "GET" && req.method != "HEAD") { return (pass); }
  # `personal` of cms/urls.py, and downloads (/tai/): never cached.
  if (req.url ~ "^/(admin|bao-cao-vien|doi-tac|tai|tai-khoan|tai-tep|truong|van-thu)(/|$)" || req.url ~ "^/(readyz|healthz)") { return (pass); }
  # Requests with a session are never answered from the cache.
  if (req.http.Cookie ~ "sessionid") { return (pass); }
  unset req.http.Cookie;
  # Only parameters that pages read (PUBLIC_QUERY_PARAMETERS of cms/settings/base.py): ?fbclid=… and other strangers
  # neither miss a stored copy nor make further ones.
  if (req.url ~ "^/((vi|en|km|media|anh-chia-se|meo|phat|phu-de|sitemap|t)(/|\?)|(sitemap\.xml|robots\.txt|sw\.js)\?|\?)") {
    set req.url = regsuball(req.url, "([?&])(?!(bai|cap|cho|chu-de|chuyen-muc|dang|dip|doi-tuong|goi|khi|kho|loai|luu|m|ma|man|moi|mua|nang|nn|noi|page|q|tai|tai-lieu|ten|thay-the|them|tieng|trang|v|xep)(=|&|$))[^&]*", "\1");
    set req.url = regsuball(req.url, "&&+", "&");
    set req.url = regsub(regsub(req.url, "\?&", "?"), "[?&]$", "");
  }
  # If the origin does not answer, or answers this request with an error, a copy of up to a day is served: the first try
  # is abandoned and restarted (vcl_synth), and the second may use the stale copy. Where a probe has told before that the
  # origin cannot, the copy is served at once.
  set req.grace = 10s;
  if (req.restarts == 0) { set req.http.X-First-Try = "yes"; }
  if (!std.healthy(req.backend_hint) || !std.healthy(renderer) || req.restarts > 0) { set req.grace = 24h; }
}

sub vcl_backend_fetch {
  # A page is asked for twice at most: a reader waits ten seconds for a process that hangs, then gets a copy or 503.
  if (!bereq.uncacheable) { set bereq.first_byte_timeout = 5s; }
}

sub vcl_backend_response {
  set beresp.grace = 24h;
  if (beresp.status >= 500) {
    # An error must not replace a stored copy and is not stored.
    if (bereq.is_bgfetch || bereq.http.X-First-Try) { return (abandon); }
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    return (deliver);
  }
  if (beresp.http.Cache-Control ~ "private|no-store" || beresp.http.Set-Cookie) {
    set beresp.uncacheable = true;
    set beresp.ttl = 30s;
    return (deliver);
  }
}

sub vcl_backend_error {
  # The origin does not answer: a static error page, as in the Caddyfile.
  if (bereq.is_bgfetch || bereq.http.X-First-Try) { return (abandon); }
  set beresp.ttl = 0s;
  set beresp.grace = 0s;
  set beresp.keep = 0s;
  set beresp.http.Content-Type = "text/html; charset=utf-8";
  set beresp.http.Cache-Control = "no-store";
  set beresp.http.Retry-After = "30";
  set beresp.body = {"<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Trang đang nghỉ</title><h1>Trang đang nghỉ một lát</h1><p>Bạn thử lại sau ít phút. Nếu đang cần người giúp ngay: gọi <a href="tel:113">113</a> khi nguy hiểm, <a href="tel:111">111</a> bảo vệ trẻ em, miễn phí, cả ngày và đêm.</p>"};
  return (deliver);
}

sub vcl_synth {
  if (resp.status == 503 && req.http.X-First-Try) { return (restart); }
  # Instead of Varnish's own page, which is English.
  set resp.http.Content-Type = "text/html; charset=utf-8";
  set resp.http.Cache-Control = "no-store";
  set resp.body = {"<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Yêu cầu chưa đúng</title><h1>Trang chưa trả lời được yêu cầu này</h1><p>Bạn quay lại và thử lần nữa. Nếu đang cần người giúp ngay: gọi <a href="tel:113">113</a> khi nguy hiểm, <a href="tel:111">111</a> bảo vệ trẻ em, miễn phí, cả ngày và đêm.</p>"};
  return (deliver);
}

sub vcl_deliver {
  if (obj.hits > 0) { set resp.http.X-Cache = "hit"; } else { set resp.http.X-Cache = "miss"; }
  unset resp.http.Via;
  unset resp.http.X-Varnish;
}
