"""The strategy of the comparison in DuckDB: by_duckdb.py DATA OUT.parquet [whole].

`whole` writes all columns that a plan has, and makes the summary by account.
"""

import sys

import duckdb

data, out, *whole = sys.argv[1:]
EIGHT = "account, rank, (rank - 1) // 25 as day, name, profile_url, age_days, priority, reason"
TWELVE = """id, account, 'in/' || regexp_extract(profile_url, '/in/([^/?#]+)', 1) as person, name,
  profile_url, date '2026-11-23' + cast((rank - 1) // 25 as integer) as date, rank, age_days,
  priority, reason, date '2026-12-14' + cast((rank - 1) // 25 as integer) as reconnect_on,
  cast(null as varchar) as follow_up"""
connection = duckdb.connect()
connection.execute(f"""copy (
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
  select {'id, ' if whole else ''}account, row_number() over (partition by account
      order by priority desc, sent_at, profile_url) as rank,
    name, profile_url, age_days, priority, reason
  from decided where reason <> 'keep')
select {TWELVE if whole else EIGHT}
from ranked order by account, rank) to '{out}' (format parquet)""")
if whole:
    connection.execute(f"""select account, count(*) filter (state = 'pending'),
      count(*) filter (state = 'withdrawn'), count(*) filter (state = 'accepted'),
      count(*) filter (sent_at >= timestamp '2026-11-16')
    from '{data}' group by account order by account""").fetchall()
