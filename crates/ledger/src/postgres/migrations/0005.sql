-- Whom an event makes known by another key is one person in what is derived. Nothing older says that
-- of anybody; a program that does not know it would read those people twice.
SELECT 1;
