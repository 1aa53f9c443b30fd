"""Makes LinkedIn archives (zip) and measures a plan over all of them together, beside the time
that reading and inflating their bytes takes.

    archives.py [--archives N] [--invitations N] [--rounds N] [--seed N] [--program PATH]
                [--folder DIR]
"""

import argparse
import datetime as dt
import pathlib
import statistics
import subprocess
import tempfile
import time
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AS_OF = dt.datetime(2026, 11, 23)
HEADER = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
STRATEGY = 'withdraw("old and generic", |i| i.age_days >= 60 && !i.has_note);\n'


def instant(at):
    """As LinkedIn writes it: 1/29/26, 2:37 PM."""
    half = "PM" if at.hour >= 12 else "AM"
    return f"{at.month}/{at.day}/{at:%y}, {(at.hour - 1) % 12 + 1}:{at:%M} {half}"


def write(folder, archives, invitations, seed):
    random = np.random.default_rng(seed)
    for account in range(archives):
        minutes = random.integers(60, 60 * 24 * 150, invitations)
        noted = random.random(invitations) < 0.3
        lines = [HEADER]
        for row in range(invitations):
            person = account * invitations + row
            note = '"Hi, I liked your talk on data."' if noted[row] else ""
            at = instant(AS_OF - dt.timedelta(minutes=int(minutes[row])))
            lines.append(
                f'Owner {account},Person {person},"{at}",{note},OUTGOING,'
                f"https://www.linkedin.com/in/owner-{account},"
                f"https://www.linkedin.com/in/person-{person}\n")
        with zipfile.ZipFile(folder / f"acct-{account}.zip", "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr("Invitations.csv", "".join(lines))


def inflated(folder):
    begun = time.monotonic()
    size = 0
    for path in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            size += sum(len(archive.read(name)) for name in archive.namelist())
    return time.monotonic() - begun, size


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--archives", type=int, default=200)
    parser.add_argument("--invitations", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--program", default=str(ROOT / "target" / "release" / "rescind"))
    parser.add_argument("--folder", type=pathlib.Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or pathlib.Path(temporary) / "archives"
        if not folder.exists():
            folder.mkdir(parents=True)
            write(folder, given.archives, given.invitations, given.seed)
        script = pathlib.Path(temporary) / "strategy.rhai"
        script.write_text(STRATEGY, encoding="utf-8")
        command = [str(pathlib.Path(given.program).resolve()), "plan", str(script), str(folder),
                   "--as-of", "2026-11-23", "-o", str(pathlib.Path(temporary) / "out.parquet")]
        read, planned = [], []
        for _ in range(given.rounds):
            seconds, size = inflated(folder)
            read.append(seconds)
            begun = time.monotonic()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            planned.append(time.monotonic() - begun)
        reading, planning = statistics.median(read), statistics.median(planned)
        print(f"{given.archives} archives, {size / 1e6:.0f} MB: read and inflated in "
              f"{reading:.2f} s, planned in {planning:.2f} s: {planning / reading:.1f} times")


if __name__ == "__main__":
    main()
