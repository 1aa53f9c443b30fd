//! Parquet files that were damaged, in as many ways as the time allows: each gives rows, or an
//! error that names the file. `DAMAGED_SEED` tries others.

use crate::data::{Folder, read, settings};
use crate::effort;
use polars::prelude::*;
use rescind_data::import::data_folder::folder::DataFolder;
use rescind_runtime::query::Query;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many files of each kind of damage are tried.
const CASES: u64 = 15;

/// A whole file: several groups of rows, texts, numbers, dates, times and lists, with gaps.
fn whole() -> Vec<u8> {
    let rows = 40_i32;
    let texts = |of: fn(i32) -> String| -> Vec<Option<String>> {
        (0..rows).map(|row| (row % 7 != 3).then(|| of(row))).collect()
    };
    let tags = |row: i32| vec!["client"; usize::try_from(row % 3).unwrap()];
    let tags: Vec<Option<Series>> =
        (0..rows).map(|row| (row % 5 != 2).then(|| Series::new("".into(), tags(row)))).collect();
    let numbers = |every: i32, first: i32| -> Vec<Option<i32>> {
        (0..rows).map(|row| (row % every == 0).then_some(first + row)).collect()
    };
    let account = |row: i32| if row % 2 == 0 { "anna" } else { "ben" };
    let mut frame = df!(
        "account" => (0..rows).map(account).collect::<Vec<_>>(),
        "person" => (0..rows).map(|row| format!("in/person-{row}")).collect::<Vec<_>>(),
        "company" => texts(|row| format!("Company with a longer name, number {}", row % 4)),
        "age_days" => (0..rows).map(i64::from).collect::<Vec<_>>(),
        "messages" => numbers(2, 0),
        "withdrawn_on" => numbers(9, 20_000),
        "score" => (0..rows).map(|row| f64::from(row) / 4.0).collect::<Vec<_>>(),
        "has_note" => (0..rows).map(|row| row % 2 == 0).collect::<Vec<_>>(),
        "tags" => tags,
    )
    .unwrap()
    .lazy()
    .with_column(col("withdrawn_on").cast(DataType::Date))
    .rows()
    .unwrap();
    let mut bytes = vec![];
    let writer = ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Uncompressed);
    writer.with_row_group_size(Some(16)).finish(&mut frame).unwrap();
    bytes
}

/// Numbers without a pattern, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

type Damage = fn(&mut Vec<u8>, &mut Numbers);

/// How a file is damaged.
const KINDS: [(&str, Damage); 7] = [
    ("a byte", |bytes, numbers| {
        let at = numbers.below(bytes.len());
        bytes[at] ^= 1 << numbers.below(8);
    }),
    ("a byte of the footer", |bytes, numbers| {
        let end = bytes.len();
        let at = end - 1 - numbers.below(footer(bytes));
        bytes[at] = u8::try_from(numbers.below(256)).unwrap();
    }),
    ("several bytes", |bytes, numbers| {
        for _ in 0..=numbers.below(12) {
            let at = numbers.below(bytes.len());
            bytes[at] = u8::try_from(numbers.below(256)).unwrap();
        }
    }),
    ("its end", |bytes, numbers| bytes.truncate(4 + numbers.below(bytes.len() - 4))),
    ("bytes in it are gone", |bytes, numbers| {
        let from = 4 + numbers.below(bytes.len() - 12);
        let count = 1 + numbers.below((bytes.len() - 8 - from).min(64));
        bytes.drain(from..from + count);
    }),
    ("the footer's length", |bytes, numbers| {
        let at = bytes.len() - 8 + numbers.below(4);
        bytes[at] = u8::try_from(numbers.below(256)).unwrap();
    }),
    ("two pieces have changed places", |bytes, numbers| {
        let size = 1 + numbers.below(200);
        let half = bytes.len() / 2;
        let (one, other) = (4 + numbers.below(half - size - 4), half + numbers.below(half - size));
        for at in 0..size {
            bytes.swap(one + at, other + at);
        }
    }),
];

fn footer(bytes: &[u8]) -> usize {
    let at = bytes.len() - 8;
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize + 8
}

/// What reading a file in the columns of `invitations` comes to.
fn as_invitations(folder: &Folder) -> Result<(), String> {
    let told = |error: &dyn miette::Diagnostic| {
        format!("{error}\n{}", error.help().map(|help| help.to_string()).unwrap_or_default())
    };
    let read =
        read(&[(None, folder.path("d.parquet"))], &settings()).map_err(|error| told(&error))?;
    read.scan_findings().map_err(|error| told(&error))?;
    read.frame.clone().rows().map_err(|error| error.to_string())?;
    read.pending(|_| true).and_then(Query::rows).map_err(|error| error.to_string())?;
    read.accounts().map_err(|error| told(&error))?;
    Ok(())
}

/// What reading it as a frame of a script comes to.
fn as_frame(folder: &Folder) -> Result<(), String> {
    let frame = DataFolder::at(&folder.path(""))
        .frame("d.parquet")
        .map_err(|error| error.to_string())?
        .frame;
    // Damage may give a column another name.
    let has_messages =
        frame.clone().collect_schema().is_ok_and(|schema| schema.contains("messages"));
    let column = if has_messages { col("messages") } else { lit(1) };
    let filtered = frame.clone().filter(column.gt(lit(3)));
    frame.rows().map_err(|error| error.to_string())?;
    filtered.rows().map_err(|error| error.to_string())?;
    Ok(())
}

#[test]
fn a_damaged_file_gives_rows_or_an_error_that_names_it() {
    let cases = effort::times(CASES);
    let seed = env::var("DAMAGED_SEED").map_or(0, |seed| seed.parse().unwrap());
    let whole = whole();
    let mut failed = vec![];
    let mut errors = 0;
    for (kind, damage) in KINDS {
        for case in seed..seed + cases {
            let mut bytes = whole.clone();
            damage(&mut bytes, &mut Numbers(case));
            if env::var("DAMAGED_SHOWN").is_ok() {
                std::fs::write("/tmp/robust-last.parquet", &bytes).unwrap();
                eprintln!("{kind}, {case}");
            }
            let folder = Folder::new().file("d.parquet", bytes);
            for (way, read) in
                [("invitations", as_invitations as fn(&Folder) -> _), ("frame", as_frame)]
            {
                let wrong = match catch_unwind(AssertUnwindSafe(|| read(&folder))) {
                    Ok(Ok(())) => continue,
                    Ok(Err(error)) => {
                        errors += 1;
                        let names = error.contains("d.parquet");
                        let blames = error.contains("fault of the program");
                        if names && !blames {
                            continue;
                        }
                        error
                    }
                    Err(_) => "a panic".into(),
                };
                failed.push(format!("{kind}, {case}, {way}: {wrong}"));
            }
        }
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
    assert!(errors > 0, "nothing was damaged");
}

#[test]
fn a_whole_file_is_read_whole() {
    let folder = Folder::new().file("d.parquet", whole());
    as_invitations(&folder).unwrap();
    as_frame(&folder).unwrap();
}
