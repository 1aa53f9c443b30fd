"""The strategy of the comparison in DuckDB: by_duckdb.py DATA OUT.parquet."""

import sys

import duckdb

data, out = sys.argv[1:]
duckdb.connect().execute(f"""copy (
with pending as (
  select *, datesub('day', sent_at, timestamp '2026-11-23') as age_days, note is not null as noted
  from '{data}' where state = 'pending'),
decided as (
  select *, case when segment = 'vip' then 'keep'
      when age_days >= 90 and not noted then 'stale and generic'
      when age_days >= 180 then 'older than six months' end as reason,
    age_days - case when noted then 30 else 0 end as priority
  from pending),
ranked as (
  select account, row_number() over (partition by account
      order by priority desc, sent_at, profile_url) as rank,
    name, profile_url, age_days, priority, reason
  from decided where reason <> 'keep')
select account, rank, (rank - 1) // 25 as day, name, profile_url, age_days, priority, reason
from ranked order by account, rank) to '{out}' (format parquet)""")
