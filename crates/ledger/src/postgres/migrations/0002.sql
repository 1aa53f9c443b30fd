-- What the events come to, a row an account and a person: derived from them in the transaction that
-- records them, so that questions need not read every event. It is never the source of anything: it
-- can be made anew, and is compared with the events where they are proven.
CREATE TABLE derived (
    account TEXT COLLATE "C" NOT NULL,
    person TEXT COLLATE "C" NOT NULL,
    -- In lower case, to be found by.
    name TEXT COLLATE "C",
    is_witnessed INTEGER NOT NULL,
    -- The day of a withdrawal that is the last that somebody recorded.
    waits_since TEXT COLLATE "C",
    reconnect_on TEXT COLLATE "C",
    invited_on TEXT COLLATE "C",
    standing TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account, person)
);

CREATE INDEX derived_witnessed ON derived (account, person) WHERE is_witnessed = 1;
-- Everything that the spreading of invitations over days needs, so that nothing else is read.
CREATE INDEX derived_waiting ON derived (account, person, waits_since, reconnect_on)
    WHERE waits_since IS NOT NULL;
CREATE INDEX derived_invited ON derived (invited_on, account) WHERE invited_on IS NOT NULL;
CREATE INDEX derived_name ON derived (name) WHERE name IS NOT NULL;
CREATE INDEX derived_person ON derived (person);
-- What other accounts know of whoever waits.
CREATE INDEX derived_elsewhere ON derived (person) WHERE waits_since IS NULL;

-- The last event from which was derived.
CREATE TABLE derived_until (number BIGINT NOT NULL);
INSERT INTO derived_until VALUES (0);

-- What somebody recorded is derived now.
DROP INDEX events_done;
DROP INDEX events_withdrawn;
CREATE INDEX events_of_account_in_order ON events (account, number);
