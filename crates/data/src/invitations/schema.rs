//! The columns of `invitations`: the one place that names them. The import completes every frame to
//! this table, formulas are checked against it, and the reference is written from it.
//!
//! Invariant: a frame given to a script has every column of [`COLUMNS`], in this order and with
//! these types, and after them the further columns of the user's own sheets.

use ColumnType::{Bool, Date, Datetime, Int, Text, TextList};
use polars::prelude::{DataType, TimeUnit, TimeZone};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8 text.
    Text,
    /// A 64-bit whole number.
    Int,
    /// `true` or `false`.
    Bool,
    Date,
    /// An instant in UTC, in microseconds.
    Datetime,
    TextList,
}

impl ColumnType {
    /// Its name in documents and in `--columns`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "str",
            Self::Int => "int",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::TextList => "list[str]",
        }
    }

    /// How Polars stores it.
    pub fn dtype(self) -> DataType {
        match self {
            Self::Text => DataType::String,
            Self::Int => DataType::Int64,
            Self::Bool => DataType::Boolean,
            Self::Date => DataType::Date,
            Self::Datetime => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
            Self::TextList => DataType::List(Box::new(DataType::String)),
        }
    }
}

/// The names of the types that a column of somebody's own can have, in `--columns` and manifests.
pub const COLUMN_TYPES: [&str; 7] = ["str", "int", "float", "bool", "date", "datetime", "list"];

/// The type of one of [`COLUMN_TYPES`].
pub fn dtype_named(name: &str) -> Option<DataType> {
    match name {
        "str" => Some(DataType::String),
        "int" => Some(DataType::Int64),
        "float" => Some(DataType::Float64),
        "bool" => Some(DataType::Boolean),
        "date" => Some(DataType::Date),
        "datetime" => Some(ColumnType::Datetime.dtype()),
        "list" => Some(ColumnType::TextList.dtype()),
        _ => None,
    }
}

/// One column: its name, type, whether it may be missing, and what it means.
#[derive(Debug)]
pub struct ColumnSpec {
    /// The name in frames, formulas and output.
    pub name: &'static str,
    pub column_type: ColumnType,
    /// Whether a value may be missing, that is, unknown.
    pub nullable: bool,
    pub meaning: &'static str,
    /// All the values that it can have; none where it can have any of its type.
    pub values: &'static [&'static str],
    /// The least and the greatest number that it can have; none where it is no number. Whatever
    /// lies outside is never passed on: formulas and checks rely on that.
    pub range: Option<(i64, i64)>,
}

impl ColumnSpec {
    /// A number within this range.
    const fn within(self, least: i64, greatest: i64) -> Self {
        Self { range: Some((least, greatest)), ..self }
    }
}

pub(super) const fn required(
    name: &'static str,
    column_type: ColumnType,
    meaning: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, column_type, nullable: false, meaning, values: &[], range: None }
}

pub(super) const fn nullable(
    name: &'static str,
    column_type: ColumnType,
    meaning: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, column_type, nullable: true, meaning, values: &[], range: None }
}

pub(super) const fn one_of(
    name: &'static str,
    values: &'static [&'static str],
    meaning: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, column_type: Text, nullable: false, meaning, values, range: None }
}

/// More than any age or span between two dates: 27,000 years.
const DAYS_MAX: i64 = 10_000_000;

/// More than one can count of an account. The sum of as many as fit in memory is a 64-bit number.
const COUNT_MAX: i64 = (1 << 31) - 1;

const STATES: [&str; 5] = ["pending", "accepted", "declined", "withdrawn", "expired"];
const KNOWN_BY: [&str; 4] = ["listed", "matched", "recorded", "presumed"];

/// Every column of `invitations`, in the order in which it is shown.
pub const COLUMNS: &[ColumnSpec] = &[
    required("id", Text, "`<account>/<person>/<date sent>`, stable across imports"),
    required("account", Text, "the LinkedIn member who sent it"),
    required(
        "person",
        Text,
        "who was invited: `in/<slug>`, else the member URN, else `name:<name>`",
    ),
    required("name", Text, "the person's name as the source writes it"),
    nullable("profile_url", Text, "the person's profile; unknown where the source has only a name"),
    nullable("company", Text, "from a sheet or export, or the connection"),
    nullable("position", Text, "from a sheet or export, or the connection"),
    nullable("sent_at", Datetime, "when it was sent; unknown where only a relative age is"),
    nullable("age_days", Int, "whole days from `sent_at` to `as_of`; else the least it can be")
        .within(0, DAYS_MAX),
    nullable("note", Text, "the personal note; empty where it was sent without one"),
    nullable("has_note", Bool, "whether it has a note; unknown where the source has no notes"),
    nullable("note_length", Int, "the note's length in characters").within(0, COUNT_MAX),
    one_of("kind", &["connection", "inmail"], "`connection` or `inmail`"),
    one_of("state", &STATES, "`pending`, `accepted`, `declined`, `withdrawn` or `expired`"),
    one_of("known_by", &KNOWN_BY, "how: `listed`, `matched`, `recorded` or `presumed`"),
    nullable("connected_on", Date, "the day on which the person accepted"),
    nullable("days_to_accept", Int, "whole days from `sent_at` to `connected_on`")
        .within(0, DAYS_MAX),
    nullable("withdrawn_on", Date, "the day on which it was withdrawn"),
    nullable("reconnect_on", Date, "`withdrawn_on` plus the cooling-off limit"),
    required("attempts", Int, "how often the account invited the person, by data and ledger")
        .within(1, COUNT_MAX),
    nullable(
        "last_withdrawn_on",
        Date,
        "the last day on which the account withdrew one of them, by data and ledger",
    ),
    required("messages", Int, "how many messages were exchanged with the person")
        .within(0, COUNT_MAX),
    nullable("last_message_at", Datetime, "when the last of them was sent"),
    required("tags", TextList, "from a sheet; empty where there are none"),
    nullable("campaign", Text, "from a sheet"),
    nullable("follow_up", Text, "from a sheet: what to do next"),
    required("account_pending", Int, "how many invitations of the account are pending")
        .within(0, COUNT_MAX),
    nullable(
        "oldest_rank",
        Int,
        "1 for the account's oldest pending invitation, and so on; of one age, by `id`",
    )
    .within(1, COUNT_MAX),
    nullable(
        "newest_rank",
        Int,
        "1 for the account's newest pending invitation, and so on; of one age, by `id`",
    )
    .within(1, COUNT_MAX),
];

/// The column of that name, if it is one of [`COLUMNS`].
pub fn column(name: &str) -> Option<&'static ColumnSpec> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// The columns of `connections`, as scripts see them.
pub(super) const CONNECTIONS: [(&str, ColumnType); 8] = [
    ("account", ColumnType::Text),
    ("person", ColumnType::Text),
    ("name", ColumnType::Text),
    ("profile_url", ColumnType::Text),
    ("company", ColumnType::Text),
    ("position", ColumnType::Text),
    ("connected_on", ColumnType::Date),
    ("email", ColumnType::Text),
];
