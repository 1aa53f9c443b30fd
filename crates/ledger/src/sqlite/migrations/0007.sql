-- Whose address became another is one person to every account: those keys are found by themselves. A
-- slug is no name, and that a list still has somebody who was withdrawn is kept: all is derived anew.
CREATE INDEX derived_moved ON derived (account, person)
WHERE substr(standing, 1, 12) = '{"known_as":' AND substr(person, 1, 5) <> 'name:';
DELETE FROM derived;
UPDATE derived_until SET number = 0;
