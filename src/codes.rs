//! The codes of what can be wrong with a strategy, beside those of any script;
//! [`crate::check::code_descriptions`] says what each means.

pub use rhai_polars::codes::*;

rhai_polars::diagnosis_codes! {
    AMOUNT = Error "amount";
    DECLARED_TWICE = Error "declared-twice";
    FRAME = Error "frame";
    PARAM_TYPE = Error "param-type";
    PARAM_VALUE = Error "param-value";
    REASON = Error "reason";
    UNKNOWN_OPTION = Error "unknown-option";
    UNKNOWN_PARAM = Error "unknown-param";
    ALWAYS_MATCHES = Warning "always-matches";
    CARELESS_WITHDRAWAL = Warning "careless-withdrawal";
    DIVISION_BY_ZERO = Warning "division-by-zero";
    NEVER_MATCHES = Warning "never-matches";
    NO_RULES = Warning "no-rules";
    NO_VALUE = Warning "no-value";
    SHADOWED = Warning "shadowed";
    UNUSED_COLUMN = Warning "unused-column";
    UNUSED_PARAM = Warning "unused-param";
    NEEDS_DATA = Note "needs-data";
    UNDECIDED_WHEN_MISSING = Note "undecided-when-missing";
}
