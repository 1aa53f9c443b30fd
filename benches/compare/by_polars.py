"""The strategy of the comparison in Polars: by_polars.py DATA OUT.parquet [whole].

`whole` writes all columns that a plan has, and makes the summary by account.
"""

import datetime as dt
import sys

import polars as pl

data, out, *whole = sys.argv[1:]
is_parquet = data.endswith("parquet")
rows = pl.scan_parquet(data) if is_parquet else pl.scan_csv(data, try_parse_dates=True)
age_days, noted = pl.col("age_days"), pl.col("note").is_not_null()
reason = (
    pl.when(pl.col("segment") == "vip").then(pl.lit("keep"))
    .when((age_days >= 90) & ~noted).then(pl.lit("stale and generic"))
    .when(age_days >= 180).then(pl.lit("older than six months"))
)
since = pl.lit(dt.datetime(2026, 11, 23)) - pl.col("sent_at")
order = ["account", "priority", "sent_at", "profile_url"]
ranked = (
    rows.filter(pl.col("state") == "pending")
    .with_columns(age_days=since.dt.total_days())
    .with_columns(reason=reason, priority=age_days - pl.when(noted).then(30).otherwise(0))
    .filter(pl.col("reason") != "keep")
    .sort(order, descending=[False, True, False, False])
    .with_columns(rank=pl.int_range(1, pl.len() + 1).over("account"))
    .with_columns(day=(pl.col("rank") - 1) // 25)
)
if whole:
    date = pl.lit(dt.date(2026, 11, 23)) + pl.duration(days="day")
    slug = pl.col("profile_url").str.extract("/in/([^/?#]+)")
    ranked = ranked.select(
        "id", "account", pl.concat_str(pl.lit("in/"), slug).alias("person"), "name", "profile_url",
        date.alias("date"), "rank", "age_days", "priority", "reason",
        date.dt.offset_by("21d").alias("reconnect_on"),
        pl.lit(None, pl.String).alias("follow_up"),
    )
    counts = [(pl.col("state") == state).sum().alias(state)
              for state in ["pending", "withdrawn", "accepted"]]
    lately = (pl.col("sent_at") >= dt.datetime(2026, 11, 16)).sum().alias("lately")
    summary = rows.group_by("account").agg(*counts, lately).sort("account")
    ranked, _ = pl.collect_all([ranked, summary])
    ranked.write_parquet(out)
else:
    columns = ["account", "rank", "day", "name", "profile_url", "age_days", "priority", "reason"]
    ranked.select(columns).collect().write_parquet(out)
