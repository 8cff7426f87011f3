"""A shared cache in front, a real nginx, never gives one reader the bytes of another."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as given
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler

from public.cache import AnonymousCache
from review.policy import VERIFIED_PRACTITIONERS
from tests import factories

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(NGINX is None, reason="needs nginx"),
]

SECRET = "hushword"
CONTENT = b"%PDF-1.4 " + b"protocol " * 1000
CONFIGURATION = """
{user}
pid {folder}/pid;
error_log {folder}/errors;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=shared:1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_set_header Host $http_host;
      proxy_cache shared;
      proxy_cache_valid 200 404 1m;
      add_header X-Cache $upstream_cache_status always;
    }}
    location /protected/ {{
      internal;
      alias {signed}/;
    }}
  }}
}}
"""


@pytest.fixture
def site() -> Iterator[int]:
    """The site as it is served, behind its own cache; the port."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(AnonymousCache(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def nginx(site: int, tmp_path: Path) -> Iterator[str]:
    """Its address behind nginx, which keeps whatever it is allowed to keep."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = tmp_path / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    signed = given.STORAGES["signed_media"]["OPTIONS"]["location"]
    written = CONFIGURATION.format(user=user, folder=tmp_path, port=port, behind=site, signed=signed)
    configuration.write_text(written)
    command = [str(NGINX), "-e", str(tmp_path / "errors"), "-c", str(configuration)]
    # It returns once it listens.
    subprocess.run(command, check=True)
    yield f"http://127.0.0.1:{port}"
    subprocess.run([*command, "-s", "stop"], check=True)


@pytest.fixture
def readers() -> dict[str, str]:
    """The cookies of a stranger, of a verified practitioner and of an account that opens nothing."""
    cookies = {"stranger": ""}
    for name, groups in (("practitioner", [VERIFIED_PRACTITIONERS]), ("account", [])):
        client = Client()
        client.force_login(factories.user(*groups))
        cookies[name] = f"{given.SESSION_COOKIE_NAME}={client.cookies[given.SESSION_COOKIE_NAME].value}"
    return cookies


def ask(address: str, cookie: str = "", **headers: str) -> tuple[int, Any, bytes]:
    """The status, headers and body of an answer; compressed ones are not asked for."""
    request = Request(address, headers={**({"Cookie": cookie} if cookie else {}), **headers})
    try:
        with urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture
def pages(home: Any) -> dict[str, Any]:
    protocol, leaflet = (
        factories.document(f"{SECRET} protocol", CONTENT),
        factories.document("Leaflet", b"%PDF-1.4 leaflet"),
    )
    link = '<a linktype="document" id="{}">file</a>'
    part = ("for_practitioners", [("rich_text", f"<p>{SECRET} {link.format(protocol.pk)}</p>")])
    body = [("rich_text", f"<p>Everybody {link.format(leaflet.pk)}</p>"), part]
    article = factories.release(factories.article(factories.release(factories.article_index(home)), body=body))
    section = factories.release(factories.section(home, title=f"{SECRET} section", slug="section"))
    return {"article": article, "section": section, "protocol": protocol, "leaflet": leaflet}


def test_no_reader_ever_gets_what_was_made_for_another(
    nginx: str, pages: dict[str, Any], readers: dict[str, str], settings: Any
) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    addresses = [
        pages["article"].public.address,
        pages["section"].public.address,
        f"/api/v2/pages/{pages['article'].pk}/",
        f"/api/v2/pages/{pages['section'].pk}/",
        "/api/v2/pages/?fields=*",
        "/api/v2/documents/",
        "/api/v2/search/?q=section",
        "/en/search/?q=section",
        f"/m/{pages['protocol'].digest}/protocol.pdf",
    ]
    told: set[tuple[str, str]] = set()
    for address in addresses:
        # Whoever comes first and whoever comes next: each order, while nginx remembers the ones before.
        for order in permutations(readers):
            for name in order:
                _, headers, body = ask(nginx + address, readers[name])
                if SECRET.encode() in body or CONTENT in body:
                    told.add((address, name))
                    assert headers["Cache-Control"] == "private, no-store", address
                    assert headers["X-Cache"] != "HIT", address

    assert told == {(address, "practitioner") for address in addresses}


def test_nginx_sends_and_keeps_what_everybody_may_have(
    nginx: str, pages: dict[str, Any], readers: dict[str, str], settings: Any
) -> None:
    address = f"{nginx}/m/{pages['leaflet'].digest}/leaflet.pdf"

    kept = [ask(address, readers[name]) for name in ("stranger", "practitioner", "stranger")]

    assert {body for _, _, body in kept} == {b"%PDF-1.4 leaflet"}
    assert [headers["X-Cache"] for _, headers, _ in kept] == ["MISS", "MISS", "HIT"]
    settings.ACCEL_REDIRECT = "/protected/"
    protocol = f"{nginx}/m/{pages['protocol'].digest}/protocol.pdf"
    status, headers, body = ask(protocol, readers["practitioner"], Range="bytes=9-16")
    assert (status, body) == (206, b"protocol")
    assert headers["Content-Range"] == f"bytes 9-16/{len(CONTENT)}"
    assert headers["Content-Disposition"] == 'attachment; filename="protocol.pdf"'
    assert ask(protocol, Range="bytes=9-16")[0] == 404
    assert ask(f"{nginx}/protected/{pages['protocol'].digest}/document", readers["practitioner"])[0] == 404
