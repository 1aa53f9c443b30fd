//! The methods of an invitation that speak of its group: the one table of them.

use super::graph::Window;

/// One of them.
#[derive(Debug)]
pub struct WindowMethod {
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// What it gives.
    pub meaning: &'static str,
    /// A formula that uses it.
    pub example: &'static str,
    /// Whether its first argument is what it measures.
    pub of_value: bool,
    /// How it is computed.
    pub how: Window,
}

/// All of them. Rows whose key is missing are a group of their own, as in `group_by`.
pub const WINDOWS: &[WindowMethod] = &[
    WindowMethod {
        name: "count_by",
        form: "i.count_by(keys)",
        meaning: "how many rows share these keys, those whose key is missing too; without keys, \
                  how many there are",
        example: "i.count_by(\"company\") > 3",
        of_value: false,
        how: Window::Count,
    },
    WindowMethod {
        name: "sum_by",
        form: "i.sum_by(column or closure, keys)",
        meaning: "the sum of the values that are known",
        example: "i.sum_by(\"messages\", \"company\") == 0",
        of_value: true,
        how: Window::Sum,
    },
    WindowMethod {
        name: "mean_by",
        form: "i.mean_by(column or closure, keys)",
        meaning: "the mean of the values that are known, a decimal number",
        example: "i.age_days > i.mean_by(\"age_days\", \"account\")",
        of_value: true,
        how: Window::Mean,
    },
    WindowMethod {
        name: "min_by",
        form: "i.min_by(column or closure, keys)",
        meaning: "the least of the values that are known",
        example: "i.age_days == i.min_by(\"age_days\", \"company\")",
        of_value: true,
        how: Window::Min,
    },
    WindowMethod {
        name: "max_by",
        form: "i.max_by(column or closure, keys)",
        meaning: "the greatest of the values that are known",
        example: "i.age_days == i.max_by(\"age_days\", \"company\")",
        of_value: true,
        how: Window::Max,
    },
    WindowMethod {
        name: "rank_by",
        form: "i.rank_by(column or closure, keys)",
        meaning: "the place by this value, from 1; equal values share one. The least comes first, \
                  with a minus before the column's name the greatest",
        example: "i.rank_by(\"-age_days\", \"account\") <= 50",
        of_value: true,
        how: Window::Rank { greatest_first: false },
    },
];

/// The one of that name.
pub fn find(name: &str) -> Option<&'static WindowMethod> {
    WINDOWS.iter().find(|row| row.name == name)
}
