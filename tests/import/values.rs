//! What no column can have is never passed on, whatever a file in the frame's columns holds.

use crate::data::{Folder, settings};
use crate::effort;
use crate::written::{FORMATS, Written, every_format};
use chrono::Days;
use polars::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;
use rescind_data::invitations::Invitations;
use rescind_data::invitations::schema::COLUMNS;
use std::fmt::Write;
use std::fs::File;

/// What a row has for the columns of a few words.
#[derive(Clone, Debug)]
struct Row {
    state: Option<String>,
    kind: Option<String>,
    known_by: Option<String>,
    age_days: u64,
    withdrawn: bool,
    connected: bool,
}

/// A word as people and programs write it; sometimes another one, sometimes none.
fn word(words: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    let known = (select(words), any::<u64>(), 0_usize..3).prop_map(|(word, upper, blanks)| {
        let letters = word.chars().enumerate().map(|(at, letter)| match upper >> at & 1 {
            1 => letter.to_ascii_uppercase(),
            _ => letter,
        });
        let blanks = " ".repeat(blanks);
        Some(format!("{blanks}{}{blanks}", letters.collect::<String>()))
    });
    let other = select(vec!["sent", "declined", "pendingg", "?", "in mail"]);
    let other = other.prop_map(|word| Some(word.to_owned()));
    prop_oneof![6 => known, 1 => other, 2 => Just(None)]
}

fn row() -> impl Strategy<Value = Row> {
    let words = (
        word(&["pending", "accepted", "withdrawn", "expired"]),
        word(&["connection", "inmail"]),
        word(&["listed", "matched", "recorded", "presumed"]),
    );
    (words, 4_u64..400, any::<bool>(), any::<bool>()).prop_map(
        |((state, kind, known_by), age_days, withdrawn, connected)| Row {
            state,
            kind,
            known_by,
            age_days,
            withdrawn,
            connected,
        },
    )
}

/// `state`, `kind` and `known_by` as documented; none where the row says what nobody understands.
fn meaning(row: &Row) -> Option<[String; 3]> {
    let read = |word: &Option<String>| word.as_ref().map(|word| word.trim().to_lowercase());
    let known = |column: &str, word: &str| {
        COLUMNS.iter().any(|c| c.name == column && c.values.contains(&word))
    };
    let (state, kind, how) = (read(&row.state), read(&row.kind), read(&row.known_by));
    if state.as_ref().is_some_and(|word| !known("state", word))
        || kind.as_ref().is_some_and(|word| !known("kind", word))
    {
        return None;
    }
    let implied = match (row.withdrawn, row.connected) {
        (true, _) => ("withdrawn", "recorded"),
        (false, true) => ("accepted", "matched"),
        _ => ("pending", "presumed"),
    };
    let is_empty = state.is_none();
    let how = how.unwrap_or_else(|| implied.1.to_owned());
    let is_word = known("known_by", &how);
    let how = if is_word { how } else { "presumed".into() };
    // Who was withdrawn or has connected is pending no more, whatever is said.
    let is_overruled = state.as_deref() == Some("pending") && implied.0 != "pending";
    let how = if is_overruled && is_word { implied.1.to_owned() } else { how };
    let state = state.filter(|_| !is_overruled).unwrap_or_else(|| implied.0.to_owned());
    // Of an empty state the age decides, whoever knows it.
    let is_presumed = how == "presumed" || is_empty;
    let is_expired = state == "pending" && is_presumed && row.age_days > 180;
    let state = if is_expired { "expired".into() } else { state };
    Some([state, kind.unwrap_or_else(|| "connection".into()), how])
}

/// The rows, with their ages or the days on which they were sent.
fn frame(rows: &[Row], is_dated: bool) -> DataFrame {
    let date = |is: bool| is.then_some("2026-11-20");
    let as_of = settings().as_of.date_naive();
    let sent = |row: &Row| is_dated.then(|| (as_of - Days::new(row.age_days)).to_string());
    let mut frame = df!(
        "person" => (0..rows.len()).map(|at| format!("in/p{at}")).collect::<Vec<_>>(),
        "state" => rows.iter().map(|row| row.state.clone()).collect::<Vec<_>>(),
        "kind" => rows.iter().map(|row| row.kind.clone()).collect::<Vec<_>>(),
        "known_by" => rows.iter().map(|row| row.known_by.clone()).collect::<Vec<_>>(),
        "age_days" => rows.iter().map(|row| row.age_days).collect::<Vec<_>>(),
        "sent_at" => rows.iter().map(sent).collect::<Vec<_>>(),
        "withdrawn_on" => rows.iter().map(|row| date(row.withdrawn)).collect::<Vec<_>>(),
        "connected_on" => rows.iter().map(|row| date(row.connected)).collect::<Vec<_>>(),
    )
    .unwrap();
    frame.drop_in_place(if is_dated { "age_days" } else { "sent_at" }).unwrap();
    frame
}

/// The rows in a file of that format: Parquet of the columns' types, or the cells as texts.
fn written(folder: Folder, format: usize, frame: &DataFrame) -> (Folder, &'static str) {
    let Some(format) = format.checked_sub(1) else {
        let days = by_name(["withdrawn_on", "connected_on", "sent_at"], false, false).as_expr();
        let mut frame =
            frame.clone().lazy().with_columns([days.cast(DataType::Date)]).collect().unwrap();
        let file = File::create(folder.path("rows.parquet")).unwrap();
        ParquetWriter::new(file).with_row_group_size(Some(5)).finish(&mut frame).unwrap();
        return (folder, "rows.parquet");
    };
    let texts = frame.clone().lazy().select([all().as_expr().cast(DataType::String)]);
    let texts = texts.collect().unwrap();
    let cell = |column: &Column, at| column.str().unwrap().get(at).unwrap_or_default().to_owned();
    let row = |at| texts.columns().iter().map(|column| cell(column, at)).collect();
    let table = Written {
        header: texts.get_column_names().iter().map(ToString::to_string).collect(),
        rows: (0..texts.height()).map(row).collect(),
    };
    let (name, bytes) = every_format(&table).into_iter().nth(format).unwrap();
    (folder.file(name, bytes), name)
}

fn texts(read: &Invitations, names: [&str; 4]) -> Vec<[String; 4]> {
    let frame = read.frame.clone().select(names.map(col)).collect().unwrap();
    let text = |name: &str, at: usize| {
        frame.column(name).unwrap().str().unwrap().get(at).unwrap().to_owned()
    };
    (0..frame.height()).map(|at| names.map(|name| text(name, at))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(48)))]

    #[test]
    fn words_are_known_in_any_case_and_others_decide_nothing(
        rows in prop::collection::vec(row(), 1..12),
        format in 0..=FORMATS,
        is_dated: bool,
    ) {
        let rows: Vec<Row> = rows
            .into_iter()
            .chain([Row {
                state: None,
                kind: None,
                known_by: None,
                age_days: 1,
                withdrawn: false,
                connected: false,
            }])
            .collect();
        let (folder, name) = written(Folder::new(), format, &frame(&rows, is_dated));
        let read = folder.clean(name);
        let expected: Vec<[String; 4]> = rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| {
                let [state, kind, how] = meaning(row)?;
                Some([format!("in/p{at}"), state, kind, how])
            })
            .collect();
        prop_assert_eq!(texts(&read, ["person", "state", "kind", "known_by"]), expected);
        let remarks = read.scan_findings().unwrap();
        let unknown = |column: &str, word: &Option<String>| {
            let word = word.as_ref().map(|word| word.trim().to_lowercase());
            let column = COLUMNS.iter().find(|c| c.name == column).unwrap();
            word.is_some_and(|word| !column.values.contains(&word.as_str()))
        };
        for (column, of) in [
            ("state", (|row| row.state.clone()) as fn(&Row) -> Option<String>),
            ("kind", |row| row.kind.clone()),
            ("known_by", |row| row.known_by.clone()),
        ] {
            let count = rows.iter().filter(|row| unknown(column, &of(row))).count();
            let start = format!("{count} row(s) with another word for `{column}`");
            let is_said = remarks.iter().any(|finding| finding.message.contains(&start));
            prop_assert_eq!(is_said, count > 0, "{} {:?}", column, remarks);
        }
    }

    #[test]
    fn numbers_and_dates_stay_within_what_the_table_of_columns_says(
        numbers in prop::collection::vec(prop::option::of(number()), 1..8),
        column in select(vec!["messages", "age_days", "note_length", "days_to_accept"]),
        stored in select(vec![
            DataType::Int64, DataType::Int32, DataType::UInt64, DataType::UInt32,
        ]),
        date in select(vec![
            "sent_at", "withdrawn_on", "connected_on", "last_message_at", "reconnect_on",
        ]),
        unit in select(vec![TimeUnit::Milliseconds, TimeUnit::Microseconds, TimeUnit::Nanoseconds]),
        is_utc: bool,
        row_group in 1_usize..4,
    ) {
        let folder = Folder::new();
        let known = Column::new("n".into(), &numbers);
        let is_day = date.ends_with("_on");
        let dates = if is_day {
            known.cast(&DataType::Int32).unwrap().cast(&DataType::Date).unwrap()
        } else {
            let zone = is_utc.then_some(TimeZone::UTC);
            known.cast(&DataType::Datetime(unit, zone)).unwrap()
        };
        let height = numbers.len() + 1;
        // A row without anything wrong comes last.
        let mut whole = DataFrame::new(height, vec![
            and_missing(&known.cast(&stored).unwrap().with_name(column.into())),
            and_missing(&dates.with_name(date.into())),
        ]).unwrap();
        let people: Vec<_> = (0..height).map(|at| format!("in/p{at}")).collect();
        whole.with_column(Column::new("person".into(), people)).unwrap();
        let file = File::create(folder.path("rows.parquet")).unwrap();
        ParquetWriter::new(file).with_row_group_size(Some(row_group)).finish(&mut whole).unwrap();
        let read = folder.clean("rows.parquet");
        let frame = read.frame.clone().collect().unwrap();
        for column in COLUMNS {
            let values = frame.column(column.name).unwrap();
            prop_assert!(column.nullable || values.null_count() == 0, "{}", column.name);
            if let Some((least, most)) = column.range {
                let mut values = values.i64().unwrap().iter().flatten();
                let within = values.all(|number| (least..=most).contains(&number));
                prop_assert!(within, "{}", column.name);
            }
        }
        let as_of = settings().as_of.timestamp_micros();
        let sent = frame.column("sent_at").unwrap().datetime().unwrap().physical();
        let first = 12_053 * 86_400_000_000;
        prop_assert!(sent.iter().flatten().all(|at| (first..=as_of).contains(&at)));
        // Nothing is lost in silence.
        let remarks = read.scan_findings().unwrap();
        prop_assert!(height == frame.height() || !remarks.is_empty());
    }
}

/// The column with a missing value after the others.
fn and_missing(column: &Column) -> Column {
    column.extend_constant(AnyValue::Null, 1).unwrap()
}

/// Numbers from all over 64 bits, and some that a date of our time is stored as.
fn number() -> impl Strategy<Value = i64> {
    let ends = vec![i64::MIN, i64::MIN + 1, -1, 0, 1, 5, 1 << 31, (1 << 31) - 1, 1 << 62, i64::MAX];
    let dates = vec![12_052, 12_053, 20_000, 84_371, 1_700_000_000_000, 1_700_000_000_000_000];
    prop_oneof![select(ends), select(dates), any::<i64>()]
}

#[test]
fn a_value_that_no_column_can_have_is_said_with_an_example() {
    let folder = Folder::new();
    let mut rows = df!(
        "person" => ["in/a", "in/b", "in/c", "in/d"],
        "messages" => [1_i64 << 62, 3, -1, 0],
        "age_days" => [5_i64, -7, i64::MAX, 9],
        "state" => ["Sent", " PENDING ", "sent", "pending"],
    )
    .unwrap();
    let file = File::create(folder.path("a.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut rows).unwrap();
    let mut read = folder.clean("a.parquet");
    read.findings = read.scan_findings().unwrap();
    insta::assert_snapshot!(folder.findings(&read), @r#"
    warn bad-rows -: DIR/a.parquet: 2 row(s) whose `messages` is not from 0 to 2147483647 were left out
    warn bad-values -: DIR/a.parquet: 2 value(s) of `age_days` are taken as unknown, such as -7
    warn bad-values -: DIR/a.parquet: 2 row(s) with another word for `state` were left out: `Sent` (1), `sent` (1)
    "#);
}

#[test]
fn a_footer_that_settles_the_values_costs_no_look_at_them() {
    let folder = Folder::new();
    let mut rows = String::from("person,messages,age_days,kind,state\n");
    for at in 0..4 {
        writeln!(rows, "in/p{at},{at},{at},connection,pending").unwrap();
    }
    let mut frame = CsvReader::new(std::io::Cursor::new(rows)).finish().unwrap();
    let file = File::create(folder.path("a.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
    let read = folder.clean("a.parquet");
    assert_eq!(read.scan_findings().unwrap(), []);
    let asked = read.frame.select([col("person"), col("messages"), col("kind"), col("age_days")]);
    let plan = asked.explain(true).unwrap();
    assert!(!plan.contains("FILTER") && !plan.contains("SELECTION"), "{plan}");
    assert!(!plan.contains("when"), "{plan}");
}
