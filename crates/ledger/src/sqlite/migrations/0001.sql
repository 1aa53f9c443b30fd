-- What happened, one row an event. Nothing of it is ever changed or deleted.
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    action TEXT NOT NULL,
    day TEXT,
    corrects INTEGER REFERENCES events (number),
    details TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE INDEX events_of_account ON events (account, person, number);
CREATE INDEX events_of_person ON events (person, number);
-- Imports are most of the events, and what people did is asked most often.
CREATE INDEX events_done ON events (account, number)
    WHERE action NOT IN ('imported', 'planned');
CREATE INDEX events_withdrawn ON events (day) WHERE action = 'withdrawn';
CREATE UNIQUE INDEX events_corrected ON events (corrects) WHERE corrects IS NOT NULL;

CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
BEGIN
    SELECT RAISE(ABORT, 'an event follows the last one')
    WHERE NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM events)
        OR NEW.previous <> coalesce(
            (SELECT hash FROM events ORDER BY number DESC LIMIT 1),
            '0000000000000000000000000000000000000000000000000000000000000000'
        );
END;

CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'an event is never changed');
END;

CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;

-- Texts that events refer to by their SHA-256, such as saved plans.
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
BEGIN
    SELECT RAISE(ABORT, 'a document is never changed');
END;

CREATE TRIGGER documents_are_not_deleted BEFORE DELETE ON documents
BEGIN
    SELECT RAISE(ABORT, 'a document is never deleted');
END;
