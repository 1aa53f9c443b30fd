"""The strategy of the comparison in Polars: by_polars.py DATA OUT.parquet."""

import datetime as dt
import sys

import polars as pl

data, out = sys.argv[1:]
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
(
    rows.filter(pl.col("state") == "pending")
    .with_columns(age_days=since.dt.total_days())
    .with_columns(reason=reason, priority=age_days - pl.when(noted).then(30).otherwise(0))
    .filter(pl.col("reason") != "keep")
    .sort(order, descending=[False, True, False, False])
    .with_columns(rank=pl.int_range(1, pl.len() + 1).over("account"))
    .with_columns(day=(pl.col("rank") - 1) // 25)
    .select("account", "rank", "day", "name", "profile_url", "age_days", "priority", "reason")
    .collect()
    .write_parquet(out)
)
