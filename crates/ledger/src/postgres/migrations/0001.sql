-- What happened, one row an event. Nothing of it is ever changed or deleted. Texts are compared
-- byte by byte, whatever the database's language, so that their order is the same everywhere.
CREATE TABLE events (
    number BIGINT PRIMARY KEY,
    recorded_at TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C",
    corrects BIGINT REFERENCES events (number),
    details TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

CREATE INDEX events_of_account ON events (account, person, number);
CREATE INDEX events_of_person ON events (person, number);
-- Imports are most of the events, and what people did is asked most often.
CREATE INDEX events_done ON events (account, number)
    WHERE action NOT IN ('imported', 'planned');
CREATE INDEX events_withdrawn ON events (day) WHERE action = 'withdrawn';
CREATE UNIQUE INDEX events_corrected ON events (corrects) WHERE corrects IS NOT NULL;

CREATE FUNCTION event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + coalesce((SELECT max(number) FROM events), 0)
        OR NEW.previous <> coalesce(
            (SELECT hash FROM events ORDER BY number DESC LIMIT 1),
            '0000000000000000000000000000000000000000000000000000000000000000'
        )
    THEN
        RAISE EXCEPTION 'an event follows the last one';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION nothing_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a ledger has is never changed or deleted';
END $$;

CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION event_follows();
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION nothing_changes();
CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_changes();

-- Texts that events refer to by their SHA-256, such as saved plans.
CREATE TABLE documents (
    sha256 TEXT COLLATE "C" PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TRIGGER documents_stay BEFORE UPDATE OR DELETE ON documents
    FOR EACH ROW EXECUTE FUNCTION nothing_changes();
CREATE TRIGGER documents_are_not_emptied BEFORE TRUNCATE ON documents
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_changes();
