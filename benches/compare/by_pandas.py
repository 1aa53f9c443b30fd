"""The strategy of the comparison in pandas: by_pandas.py DATA OUT.parquet."""

import sys

import numpy as np
import pandas as pd

data, out = sys.argv[1:]
is_parquet = data.endswith("parquet")
rows = pd.read_parquet(data) if is_parquet else pd.read_csv(data, parse_dates=["sent_at"])
rows = rows[rows.state == "pending"].copy()
rows["age_days"] = (pd.Timestamp("2026-11-23") - rows.sent_at).dt.days
noted = rows.note.notna()
rules = [rows.segment == "vip", (rows.age_days >= 90) & ~noted, rows.age_days >= 180]
reasons = ["keep", "stale and generic", "older than six months"]
rows["reason"] = np.select(rules, reasons, "")
rows["priority"] = rows.age_days - np.where(noted, 30, 0)
rows = rows[~rows.reason.isin(["", "keep"])]
order = ["account", "priority", "sent_at", "profile_url"]
rows = rows.sort_values(order, ascending=[True, False, True, True])
rows["rank"] = rows.groupby("account").cumcount() + 1
rows["day"] = (rows["rank"] - 1) // 25
shown = ["account", "rank", "day", "name", "profile_url", "age_days", "priority", "reason"]
rows[shown].to_parquet(out)
