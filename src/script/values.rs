//! Functions that make values: dates, and lists of the data folder.

use super::error::fail;
use super::function::Function;
use super::operand::Fallible;
use crate::formula::dates::{Day, Instant};
use rhai::{Array, Dynamic, ImmutableString, NativeCallContext};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        receiver: None,
        name: "date",
        parameters: &["text"],
        meaning: "the day that a text such as \"2026-01-31\" names, or the day of an instant",
        example: "date(\"2026-01-31\").month == 1",
        register: |to| {
            to.add(|text: ImmutableString| Day::parse(&text));
            to.add(|at: Instant| Day(at.0.date_naive()));
        },
    },
    Function {
        receiver: None,
        name: "days",
        parameters: &["n"],
        meaning: "so many days, for reading: a date plus a number is a date",
        example: "date(\"2026-01-31\") + days(1) == date(\"2026-02-01\")",
        register: |to| {
            to.add(|days: i64| days);
        },
    },
    Function {
        receiver: None,
        name: "list",
        parameters: &["file", "[column]"],
        meaning: "the values of a CSV file's column, the first unless named, from the data folder",
        example: "\"Quillmoor Freight\" in list(\"targets.csv\")",
        register: |to| {
            let lists = to.host.lists.clone();
            let read = move |at: NativeCallContext, name: &str, column: Option<&str>| {
                let values = lists(name, column)
                    .map_err(|message| fail("data", at.call_position(), message, None))?;
                Ok(values.into_iter().map(Dynamic::from).collect())
            };
            let first = read.clone();
            to.add(move |at: NativeCallContext, name: ImmutableString| -> Fallible<Array> {
                first(at, &name, None)
            });
            to.add(
                move |at: NativeCallContext,
                      name: ImmutableString,
                      column: ImmutableString|
                      -> Fallible<Array> { read(at, &name, Some(&column)) },
            );
        },
    },
];
