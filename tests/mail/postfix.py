"""A real Postfix, private to the test, installed where it is missing, and stopped when the test ends."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from mail_server import Handler, authority, plain, serving, trusted

PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"
MAIN = """# Of a test of Tipbrief, which removes this folder.
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.test.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
smtputf8_enable = no
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/access, permit_mynetworks, reject
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.pem
virtual_mailbox_domains = sender.example donor.example
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
virtual_minimum_uid = 1
transport_maps = texthash:{folder}/transport
"""
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""
MAILBOXES = "briefs@sender.example briefs/\nanna@donor.example anna/\nlater@donor.example later/\n"


def install():
    """Put Postfix onto this machine without a configuration of its own, or skip with what is missing."""
    if os.getuid() != 0:
        pytest.skip("Postfix is started as root: run `make test-system` as root to send through it")
    if shutil.which("postfix", path=PATH):
        return
    if shutil.which("sendmail", path=PATH):
        pytest.skip("this machine has another mail server, which installing Postfix would remove")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60"]
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True, "text": True}
    try:
        chosen = "postfix postfix/main_mailer_type select No configuration\n"
        subprocess.run(["debconf-set-selections"], input=chosen, check=True, **quiet)
        subprocess.run([*apt, "update"], check=True, **quiet)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", "postfix"], check=True, **quiet)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"apt-get could not install postfix: {getattr(error, 'stderr', error)}")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def listens(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def configure(folder, port, refusing):
    """Postfix's files below the folder; `refusing` is the port of the server that knows nobody."""
    owner = pwd.getpwnam("postfix")
    for name in ("conf", "queue", "data", "boxes"):
        (folder / name).mkdir()
    for name in ("data", "boxes"):
        shutil.chown(folder / name, "postfix")
    words = {"folder": folder, "user": owner.pw_uid, "group": owner.pw_gid, "port": port}
    (folder / "conf/main.cf").write_text(MAIN.format(**words))
    (folder / "conf/master.cf").write_text(MASTER.format(**words))
    (folder / "mailboxes").write_text(MAILBOXES)
    (folder / "transport").write_text(f"gone.example smtp:[127.0.0.1]:{refusing}\n")
    (folder / "access").write_text("later@donor.example 450 4.2.1 come again later\n")


@contextmanager
def running(folder, port):
    command = [shutil.which("postfix", path=PATH), "-c", folder / "conf"]
    with open(folder / "output", "wb") as output:
        process = subprocess.Popen([*command, "start-fg"], stdout=output, stderr=output)
    try:
        wait_for(lambda: listens(port) or process.poll() is not None)
        assert process.poll() is None, (folder / "output").read_text()
        yield
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)
        process.wait(timeout=60)


@pytest.fixture
def postfix():
    """Folder and settings of a running Postfix; what it cannot deliver goes to a server that refuses everybody."""
    install()
    folder, ca, port = Path(tempfile.mkdtemp(prefix="tipbrief-postfix-")), authority(), free_port()
    folder.chmod(0o755)
    try:
        ca.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
        (folder / "server.pem").chmod(0o600)
        with serving(Handler({"RCPT": "550 5.1.1 no such user"})) as refusing:
            configure(folder, port, refusing)
            with running(folder, port):
                own = {"security": "starttls", "ca_file": trusted(folder, ca), "timeout": 30.0}
                yield folder, plain(port, sender="Briefs <briefs@sender.example>", **own)
    finally:
        shutil.rmtree(folder)
