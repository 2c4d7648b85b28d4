"""The ledger's tables, a script for each version; triggers keep the states and the history, whoever writes."""

STATES = ("planned", "withheld", "claimed", "accepted", "in doubt", "deferred", "refused", "bounced", "unsubscribed")
ALLOWED = (
    ("", "planned"),
    ("", "withheld"),
    ("planned", "planned"),  # taken up by a later plan
    ("planned", "claimed"),
    ("planned", "withheld"),
    ("withheld", "planned"),
    ("withheld", "withheld"),
    ("claimed", "accepted"),
    ("claimed", "in doubt"),
    ("claimed", "deferred"),
    ("claimed", "refused"),
    ("claimed", "planned"),  # the sender ended before it had begun to send
    ("deferred", "claimed"),
    ("deferred", "planned"),
    ("deferred", "withheld"),
    ("in doubt", "in doubt"),  # given up
    ("in doubt", "planned"),  # to be sent again, by decision
    ("in doubt", "accepted"),  # a notification says that it arrived
    ("in doubt", "bounced"),
    ("in doubt", "unsubscribed"),
    ("accepted", "bounced"),
    ("accepted", "unsubscribed"),
    ("refused", "planned"),  # by decision
    ("bounced", "planned"),  # by decision
)
FIRST = """
CREATE TABLE people (id TEXT PRIMARY KEY, address TEXT) STRICT;
CREATE TABLE made_with (key TEXT PRIMARY KEY) STRICT;
CREATE TABLE plans (
    id TEXT PRIMARY KEY, release TEXT NOT NULL, reason TEXT NOT NULL, size INTEGER NOT NULL, registered TEXT NOT NULL
) STRICT;
CREATE TABLE messages (
    id TEXT PRIMARY KEY, plan TEXT NOT NULL REFERENCES plans, recipient TEXT NOT NULL REFERENCES people, begun TEXT
) STRICT;
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL REFERENCES people, sha256 TEXT NOT NULL, reason TEXT NOT NULL,
    release TEXT NOT NULL, path TEXT NOT NULL, iso3 TEXT NOT NULL, language TEXT NOT NULL,
    message TEXT REFERENCES messages,
    state TEXT NOT NULL CHECK (state IN ({states})),
    code INTEGER, text TEXT NOT NULL DEFAULT '', decided TEXT NOT NULL DEFAULT '', changed TEXT NOT NULL,
    UNIQUE (recipient, sha256, reason)
) STRICT;
CREATE INDEX deliveries_of_message ON deliveries (message);
CREATE INDEX deliveries_of_file ON deliveries (sha256);
CREATE TABLE planned (
    plan TEXT NOT NULL REFERENCES plans, delivery INTEGER NOT NULL REFERENCES deliveries, PRIMARY KEY (plan, delivery)
) STRICT;
CREATE TABLE recalls (release TEXT PRIMARY KEY, why TEXT NOT NULL, registered TEXT NOT NULL) STRICT;
CREATE TABLE history (
    id INTEGER PRIMARY KEY, delivery INTEGER NOT NULL REFERENCES deliveries,
    before TEXT NOT NULL, after TEXT NOT NULL, at TEXT NOT NULL, message TEXT, code INTEGER, text TEXT NOT NULL
) STRICT;
CREATE INDEX history_of_delivery ON history (delivery);
CREATE TABLE allowed (before TEXT NOT NULL, after TEXT NOT NULL, PRIMARY KEY (before, after)) STRICT;
INSERT INTO allowed VALUES {allowed};
CREATE TRIGGER first_state BEFORE INSERT ON deliveries
WHEN NOT EXISTS (SELECT 1 FROM allowed WHERE before = '' AND after = NEW.state)
BEGIN SELECT RAISE(ABORT, 'a row of the ledger cannot begin in this state'); END;
CREATE TRIGGER next_state BEFORE UPDATE OF state ON deliveries
WHEN NOT EXISTS (SELECT 1 FROM allowed WHERE before = OLD.state AND after = NEW.state)
BEGIN SELECT RAISE(ABORT, 'the ledger does not allow this change of state'); END;
CREATE TRIGGER first_kept AFTER INSERT ON deliveries
BEGIN
    INSERT INTO history (delivery, before, after, at, message, code, text)
    VALUES (NEW.id, '', NEW.state, NEW.changed, NEW.message, NEW.code, NEW.text);
END;
CREATE TRIGGER next_kept AFTER UPDATE OF state ON deliveries
BEGIN
    INSERT INTO history (delivery, before, after, at, message, code, text)
    VALUES (NEW.id, OLD.state, NEW.state, NEW.changed, NEW.message, NEW.code, NEW.text);
END;
CREATE TRIGGER row_stays BEFORE DELETE ON deliveries BEGIN SELECT RAISE(ABORT, 'a row of the ledger stays'); END;
CREATE TRIGGER history_stays BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'the history stays'); END;
CREATE TRIGGER history_as_it_was BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'the history stays'); END;
""".format(states=", ".join(map(repr, STATES)), allowed=", ".join(map(repr, ALLOWED)))  # noqa: S608
MIGRATIONS = (FIRST,)
