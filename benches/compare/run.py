"""Runs this program, DuckDB, Polars and pandas on the same data, one after the other, in rounds.

    run.py [--work ROWS:FORMAT,..] [--accounts N] [--rounds N] [--seed N] [--gaps SHARE]
           [--program PATH] [--folder DIR] [--whole] [--write]

With --whole DuckDB and Polars write all columns that a plan has, and make the summary by account.
Fails where the results differ, never for a time. With --write the figures go into
docs/PERFORMANCE.md. It needs: pip install duckdb polars pandas pyarrow
"""

import argparse
import importlib.metadata
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DOCUMENT = ROOT / "docs" / "PERFORMANCE.md"
BEGIN, END = "<!-- measured{}: begin -->", "<!-- measured{}: end -->"
PEERS = ["duckdb", "polars", "pandas"]
WHOLE_PEERS = ["duckdb", "polars"]


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    works = lambda text: [one.split(":") for one in text.split(",")]
    parser.add_argument("--work", type=works, default=works("100000:parquet,100000:csv"))
    parser.add_argument("--accounts", type=int, help="default: one for 1,000 rows")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--gaps", type=float, default=0.0)
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "rescind"))
    parser.add_argument("--folder", type=pathlib.Path, help="keeps data and results there")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def command(who, given, data, out):
    if who == "rescind":
        script = str(HERE / "strategy.rhai")
        return [given.program, "plan", script, data, "--as-of", "2026-11-23", "-o", out]
    whole = ["whole"] if given.whole else []
    return [sys.executable, str(HERE / f"by_{who}.py"), data, out, *whole]


def measured(arguments):
    """Seconds on the clock, seconds of CPU, and the most memory in GB."""
    begun = time.monotonic()
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{arguments[:2]} ended with {child.returncode}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6


def compared(case, outs, is_whole):
    """Ends where a result is not that of DuckDB, value by value."""
    import polars as pl

    shown = {
        "account": pl.String, "rank": pl.Int64, "name": pl.String, "profile_url": pl.String,
        "age_days": pl.Int64, "priority": pl.Float64, "reason": pl.String,
    }
    if is_whole:
        shown |= {"id": pl.String, "person": pl.String, "follow_up": pl.String}
        shown |= {"date": pl.Date, "reconnect_on": pl.Date}
    columns = [pl.col(name).cast(dtype) for name, dtype in shown.items()]
    frames = {
        who: pl.read_parquet(out).select(columns).sort("account", "rank")
        for who, out in outs.items()
    }
    for who, frame in frames.items():
        if not frame.equals(frames["duckdb"]):
            rows = (frame.height, frames["duckdb"].height)
            sys.exit(f"{case}: the result of {who} is not that of duckdb; rows: {rows}")
    return frames["duckdb"].height


def cases(given):
    for rows, form in given.work:
        rows = int(rows)
        # CSV without `id` is a sheet that somebody keeps, and read with more care.
        for with_id in [True, False] if form == "parquet" and not given.whole else [True]:
            accounts = given.accounts or max(1, rows // 1000)
            what = "with" if with_id else "without"
            yield f"{rows:,} rows of {form}, {what} `id`", form, dict(
                rows=rows, accounts=accounts, seed=given.seed, gaps=given.gaps, with_id=with_id)


def lines_of(given, folder):
    for case, form, shape in cases(given):
        data = folder / f"{shape['rows']}-{'id' if shape['with_id'] else 'plain'}.{form}"
        # In a process of its own: the memory of this one would count for those that it starts.
        make = f"import data, pathlib; data.write(pathlib.Path({str(data)!r}), **{shape!r})"
        subprocess.run([sys.executable, "-c", make], cwd=HERE, check=True)
        everyone = ["rescind", *(WHOLE_PEERS if given.whole else PEERS)]
        outs = {who: folder / f"out-{who}.parquet" for who in everyone}
        taken = {who: [] for who in everyone}
        for _ in range(given.rounds):
            for who in everyone:
                taken[who].append(measured(command(who, given, str(data), str(outs[who]))))
        middle = {who: [statistics.median(one) for one in zip(*taken[who])] for who in everyone}
        yield case, outs, middle


def row(case, went, middle):
    cells = [case, f"{went:,}"]
    for who in middle:
        wall, cpu, memory = middle[who]
        cells.append(f"{wall:.2f} s, {cpu:.2f} s, {memory:.2f} GB")
    peers = [who for who in middle if who != "rescind"]
    best = min(middle[who][0] for who in peers)
    least = min(middle[who][2] for who in peers)
    cells += [f"{middle['rescind'][0] / best:.2f}", f"{middle['rescind'][2] / least:.2f}"]
    return "| " + " | ".join(cells) + " |"


def environment():
    def processor():
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
            return next(names, platform.machine())

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PEERS]
    name = processor() if os.path.exists("/proc/cpuinfo") else platform.machine()
    return (f"{os.cpu_count()} cores ({name}), {memory:.0f} GB, {platform.system()}; "
            f"Python {platform.python_version()}, {', '.join(versions)}.")


def main():
    given = arguments()
    given.program = str(pathlib.Path(given.program).resolve())
    names = {"duckdb": "DuckDB", "polars": "Polars", "pandas": "pandas"}
    peers = " | ".join(names[who] for who in (WHOLE_PEERS if given.whole else PEERS))
    head = f"| Work | go | rescind | {peers} | wall to the best | memory to the least |"
    table = [head, "|" + "---|" * (head.count("|") - 1)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results = []
        for case, outs, middle in lines_of(given, folder):
            # Compared in a process of its own, for the same reason.
            check = (f"import run; print(run.compared({case!r}, "
                     f"{ {who: str(out) for who, out in outs.items()} !r}, {given.whole}))")
            went = subprocess.run([sys.executable, "-c", check], cwd=HERE, check=False,
                                  stdout=subprocess.PIPE, text=True)
            if went.returncode != 0:
                sys.exit(1)
            results.append(row(case, int(went.stdout), middle))
            print(results[-1], flush=True)
    if given.write:
        said = [f"Medians of {given.rounds} rounds, seed {given.seed}; wall, CPU, peak memory. "
                + environment(), "", *table, *results]
        text = DOCUMENT.read_text(encoding="utf-8")
        begin, end = (mark.format(", whole" if given.whole else "") for mark in (BEGIN, END))
        before, rest = text.split(begin, 1)
        after = rest.split(end, 1)[1]
        text = before + begin + "\n" + "\n".join(said) + "\n" + end + after
        DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
