//! Names that somebody may know from elsewhere, from Polars above all, for what is here under
//! another name or not at all.
//!
//! Invariant: none of them is a function here.

/// Names, and what to write instead.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (
        &["now", "timestamp", "current_date", "today"],
        "the instant of the whole run is `as_of`, its day `today`",
    ),
    (
        &["hours", "minutes", "seconds", "weeks", "months", "years"],
        "differences of dates are whole days: `today - i.sent_at > days(14)`",
    ),
    (
        &["rand", "random", "shuffle"],
        "there is no chance in a script: the same data always give the same",
    ),
    (&["height", "n_rows", "nrow"], "`.len()` is how many rows a frame has"),
    (&["width", "n_cols", "ncol"], "`.columns().len()` is how many columns a frame has"),
    (&["shape"], "`.len()` is how many rows a frame has, `.columns().len()` how many columns"),
    (&["dtypes", "dtype"], "`.schema()` has a frame's columns with their types"),
    (
        &["collect", "fetch", "compute", "lazy"],
        "a frame is computed where it is shown, counted or taken into a value: leave it out",
    ),
    (
        &["to_dicts", "to_dict", "iter_rows", "to_list", "get_column"],
        "`.rows()` gives a frame's rows as maps, `.value(column, row)` one value, \
         `.select(column)` a column",
    ),
    (&["melt"], "write `.unpivot(…)`"),
    (&["vstack", "hstack", "append_rows"], "write `concat([a, b])`"),
    (
        &["top_k", "bottom_k", "nlargest", "nsmallest"],
        "sort and take the first: `.sort_by(\"-age_days\").head(10)`",
    ),
    (&["glimpse", "info"], "`.describe()` sums a frame up, `.schema()` has its types"),
    (
        &["read_csv", "read_parquet", "read_json", "scan_csv", "scan_parquet"],
        "`frame(\"deals.csv\")` reads a file of the data folder",
    ),
    (
        &["write_csv", "write_parquet", "write_json", "sink_csv", "sink_parquet"],
        "scripts write nothing: run it with `--format csv`, or say `:o FILE` in a session",
    ),
    (&["sort_values", "arrange"], "write `.sort_by(…)`, as in `.sort_by(\"-age_days\")`"),
    (&["groupby"], "write `.group_by(…)`"),
    (&["fillna"], "write `.fill_null(…)`"),
    (&["dropna"], "write `.drop_nulls()`"),
    (
        &["apply", "map_elements", "mutate"],
        "write `.with(name, |i| …)`, or `.map_rows(name, |i| …)` for what formulas do not cover",
    ),
];

/// What to write instead of a name from elsewhere.
pub(super) fn advice(name: &str) -> Option<&'static str> {
    let row = ELSEWHERE.iter().find(|(names, _)| names.contains(&name));
    row.map(|(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::Bounds;
    use crate::script::domain::NO_DOMAIN;
    use crate::script::host::Host;
    use crate::script::library::{Library, NoImports};
    use crate::script::sandbox::sandbox_engine;
    use std::sync::Arc;

    #[test]
    fn no_function_has_such_a_name() {
        let host = Host::silent(Library::new(Arc::new(NoImports), &NO_DOMAIN));
        let known = sandbox_engine(&host, &Bounds::default()).gen_fn_signatures(true);
        let known: Vec<&str> = known.iter().filter_map(|form| form.split('(').next()).collect();
        for name in ELSEWHERE.iter().flat_map(|(names, _)| *names) {
            assert!(!known.contains(name), "{name}");
        }
    }
}
