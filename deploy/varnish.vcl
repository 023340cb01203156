vcl 4.1;
# The edge cache: public pages for signed-out readers, a stale copy while the origin is down.
import std;

backend web {
  .host = "web";
  .port = "8000";
  .connect_timeout = 2s;
  .first_byte_timeout = 30s;
  .probe = { .url = "/healthz"; .interval = 5s; .timeout = 2s; .window = 3; .threshold = 2; }
}

acl purgers {
  "127.0.0.1";
  "10.0.0.0"/8;
  "172.16.0.0"/12;
  "192.168.0.0"/16;
}

sub vcl_recv {
  # Two copies of a page, packed and plain (with -p http_gzip_support=off): neither is unpacked anew for each reader.
  if (req.http.Accept-Encoding ~ "gzip") { set req.http.Accept-Encoding = "gzip"; } else { unset req.http.Accept-Encoding; }
  if (req.method == "PURGE") {
    # Whoever comes through Caddy has its address, which is among the purgers: Caddy names the client in this header.
    if (req.http.X-Forwarded-For ~ "," || client.ip !~ purgers) { return (synth(405)); }
    return (purge);
  }
  if (req.method != "GET" && req.method != "HEAD") { return (pass); }
  # The personal list of cms/urls.py: never shared.
  if (req.url ~ "^/(admin|tai-khoan|truong|doi-tac|tai)(/|$)" || req.url ~ "^/(readyz|healthz)") { return (pass); }
  # Everything else is the same for every reader, signed in or not, except for staff who preview.
  if (req.http.Cookie ~ "sessionid") { return (pass); }
  unset req.http.Cookie;
  set req.grace = 10s;
  if (!std.healthy(req.backend_hint)) { set req.grace = 24h; }
}

sub vcl_backend_response {
  set beresp.grace = 24h;
  if (beresp.http.Cache-Control ~ "private|no-store" || beresp.http.Set-Cookie) {
    set beresp.uncacheable = true;
    set beresp.ttl = 30s;
    return (deliver);
  }
  # A broken origin must not replace a good copy.
  if (beresp.status >= 500 && bereq.is_bgfetch) { return (abandon); }
}

sub vcl_deliver {
  if (obj.hits > 0) { set resp.http.X-Cache = "hit"; } else { set resp.http.X-Cache = "miss"; }
  unset resp.http.Via;
  unset resp.http.X-Varnish;
}
