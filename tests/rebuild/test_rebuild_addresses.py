"""Which addresses are asked, and that the connection goes to the one that was checked."""

import socket
import ssl

import pytest
import trustme
from local_site import drip, limits, served

from tipbrief.rebuild import addresses, web
from tipbrief.rebuild.addresses import FetchFailed, check_url, may_ask, next_url, resolve
from tipbrief.rebuild.web import ask


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
    ],
)  # fmt: skip
def test_an_address_inside_a_network_is_not_asked(address):
    assert not may_ask(address, private=False)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_an_address_of_the_internet_is_asked(address):
    assert may_ask(address, private=False)


def test_link_local_addresses_are_never_asked():
    assert may_ask("127.0.0.1", private=True) and may_ask("fd00::1", private=True)
    assert not any(may_ask(address, private=True) for address in ("169.254.169.254", "fe80::1", "0.0.0.0"))  # noqa: S104


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a", "only http and https"),
        ("example.org/a", "only http and https"),
        ("https:///a", "names no host"),
        ("https://[::1/a", "is no address"),
        ("https://example.org:port/a", "is no address"),
        ("https://example.org/a b", "holds a blank"),
    ],
)
def test_an_address_that_is_none_is_a_sentence(url, said):
    with pytest.raises(FetchFailed, match=said.replace("[", "\\[")):
        check_url(url)


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(FetchFailed) as failed:
        check_url("https://name:planted-secret@example.org/a")
    assert "holds a name or a password" in str(failed.value) and "planted-secret" not in str(failed.value)


def test_no_redirect_leaves_https():
    with pytest.raises(FetchFailed, match="only https may follow https"):
        next_url("https://example.org/a", "http://example.org/a")
    assert next_url("http://example.org/x/a", "../b") == "http://example.org/b"


def test_private_addresses_are_refused_with_what_to_set():
    with pytest.raises(FetchFailed, match=r"set fetch\.private_addresses in config/operations\.yaml"):
        resolve("127.0.0.1", 80, private=False)


def test_a_local_server_is_not_asked_unless_allowed(site, tmp_path):
    site.gives("/a", b"text")
    with open(tmp_path / "a", "wb") as into:
        with pytest.raises(FetchFailed, match="an address inside a network"):
            ask(site.url("/a"), {}, into, limits(private_addresses=False))
        assert not site.asked
        assert ask(site.url("/a"), {}, into, limits()).size == 4


def test_a_name_is_resolved_once_and_the_connection_goes_to_that_address(site, tmp_path, monkeypatch):
    site.gives("/a", b"text")
    asked = []

    def answers_differently(host, port, **rest):
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []
    monkeypatch.setattr(addresses.socket, "getaddrinfo", answers_differently)
    monkeypatch.setattr(
        socket, "create_connection", lambda where, wait: connected.append(where[0]) or plain(where, wait)
    )

    def plain(where, wait):  # the socket itself, without the resolver that create_connection would ask for a name
        found = socket.socket()
        found.settimeout(wait)
        found.connect(where)
        return found

    with open(tmp_path / "a", "wb") as into:
        ask(f"http://rebinding.example:{site.server_port}/a", {}, into, limits())
    assert asked == ["rebinding.example"] and connected == ["127.0.0.1"]
    assert site.asked[0][1]["Host"] == f"rebinding.example:{site.server_port}"


@pytest.fixture
def protected(monkeypatch):
    """A site with a certificate for reports.example, of an authority that is trusted; every name leads to it."""
    authority, server, client = (
        trustme.CA(),
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH),
        ssl.create_default_context(),
    )
    authority.issue_cert("reports.example").configure_cert(server)
    authority.configure_trust(client)
    monkeypatch.setattr(web, "authorities", lambda: client)
    monkeypatch.setattr(web, "resolve", lambda host, port, private: ["127.0.0.1"])
    with served(server) as site:
        site.gives("/a", b"text")
        yield site


def test_the_certificate_is_held_against_the_name_and_not_the_address(protected, tmp_path):
    with open(tmp_path / "a", "wb") as into:
        assert ask(f"https://reports.example:{protected.server_port}/a", {}, into, limits()).size == 4
        with pytest.raises(FetchFailed, match="the certificate is not trusted"):
            ask(f"https://other.example:{protected.server_port}/a", {}, into, limits())


def test_an_answer_over_tls_that_never_ends_is_cut(protected, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "WHOLE_ANSWER", 1)
    protected.answers["/a"] = drip(0.02)
    with open(tmp_path / "a", "wb") as into, pytest.raises(FetchFailed, match="did not end in its time"):
        ask(f"https://reports.example:{protected.server_port}/a", {}, into, limits())


def test_an_address_is_sent_as_it_is_written(site, tmp_path):
    site.gives("/%D0%B0/b%20c?d=%2F&e=%C3%A9", b"text")
    with open(tmp_path / "a", "wb") as into:
        assert ask(site.url("/\u0430/b%20c?d=%2F&e=\u00e9"), {}, into, limits()).new
