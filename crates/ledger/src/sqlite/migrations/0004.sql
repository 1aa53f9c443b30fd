-- Plans hear of every invitation that is over, and more is derived of each: all is derived anew.
ALTER TABLE derived RENAME COLUMN is_witnessed TO is_heard;
DELETE FROM derived;
UPDATE derived_until SET number = 0;
