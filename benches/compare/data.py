"""A table of sent invitations of any size, the same from the same seed."""

import datetime as dt

import numpy as np
import polars as pl

AS_OF = dt.datetime(2026, 11, 23)
POSITIONS = ["Founder", "CTO", "Recruiter", "Sales Manager", "Engineer", "Student"]


def table(rows, accounts, seed, gaps, with_id):
    """`gaps` is the share of values that are missing of those that may be."""
    random = np.random.default_rng(seed)
    hours = random.exponential(24 * 60, rows).clip(0, 24 * 400)
    sent = np.datetime64(AS_OF, "us") - (hours * 3600).astype("timedelta64[s]")
    number = pl.Series(np.arange(rows)).cast(pl.String)
    note = np.where(random.random(rows) < 0.35, "Hi, I liked your talk on data.", "")
    segment = random.choice(["", "vip", "cold", "event"], rows, p=[0.7, 0.03, 0.17, 0.1])
    states = random.choice(["pending", "accepted", "withdrawn"], rows, p=[0.6, 0.32, 0.08])
    frame = pl.DataFrame({
        "account": "acct-" + pl.Series(random.integers(0, accounts, rows)).cast(pl.String),
        "profile_url": "https://www.linkedin.com/in/person-" + number,
        "name": "Person " + number,
        "company": "Company " + pl.Series(random.integers(0, 10_000, rows)).cast(pl.String),
        "position": pl.Series(random.choice(POSITIONS, rows)),
        "sent_at": pl.Series(sent).cast(pl.Datetime("us")),
        "note": pl.Series(note).replace("", None),
        "state": pl.Series(states),
        "campaign": "c" + pl.Series(random.integers(0, 50, rows)).cast(pl.String),
        "segment": pl.Series(segment).replace("", None),
    })
    if gaps > 0:
        missing = {name: pl.Series(random.random(rows) < gaps) for name in ["sent_at", "segment"]}
        blanks = [pl.when(~missing[name]).then(pl.col(name)).alias(name) for name in missing]
        frame = frame.with_columns(blanks)
    if with_id:
        frame = frame.with_columns(id=pl.concat_str("account", "profile_url", separator="/"))
    return frame


def write(path, **shape):
    frame = table(**shape)
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)
