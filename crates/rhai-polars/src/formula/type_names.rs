//! The types of scripts' values in words, for messages.

use super::constant::Constant;
use super::types::Type;
use rhai::Dynamic;

/// A value's type in words, for messages.
pub fn describe_type(value: &Dynamic) -> String {
    match Constant::from_script(value) {
        Some(Constant::List(element, _)) if element.list().is_none() => match element {
            Type::Missing => "a list".into(),
            Type::Bool => "a list of true and false".into(),
            Type::Number => "a list of whole and decimal numbers".into(),
            _ => "a list of dates".into(),
        },
        Some(known) => known.of_type().to_string(),
        None => type_in_words(value.type_name()),
    }
}

/// A type in words, from the name that Rhai has for it.
pub fn type_in_words(rhai_name: &str) -> String {
    let last = rhai_name.rsplit("::").next().unwrap_or(rhai_name);
    let words = match last {
        "ColumnExpr" | "Expression" => "a column expression",
        "Frame" => "a frame",
        "FrameRow" | "Row" => "a row",
        "Aggregate" => "an aggregate of a closure",
        "Grouped" | "GroupedFrame" => "a grouped frame",
        "Chart" => "a chart",
        "Section" => "a section of a report",
        "Report" => "a report",
        "Plan" | "Made" => "a plan",
        "Expectation" => "an expectation",
        "OpenChoice" | "OpenCondition" | "When" => "an unfinished `when`",
        "Texts" | "StrNamespace" => "`.str` without a method",
        "Dates" | "DtNamespace" => "`.dt` without a method",
        "Lists" | "ListNamespace" => "`.list` without a method",
        "Day" | "Date" => "a date",
        "Instant" | "DateTime" => "a date with time",
        "FnPtr" | "Fn" => "a closure",
        "Map" | "map" => "a map",
        "Array" | "array" => "a list",
        "i64" => "a whole number",
        "f64" => "a decimal number",
        "bool" => "true or false",
        "char" => "a character",
        "string" | "ImmutableString" | "String" | "&str" => "a text",
        "()" => "a missing value",
        "Dynamic" | "?" => "any value",
        // What a closure has captured shows nothing of itself.
        "Dynamic>>" => "a value of another type",
        "Range<i64>" | "RangeInclusive<i64>" => "a range",
        other => return format!("a value of type {other}"),
    };
    words.into()
}
