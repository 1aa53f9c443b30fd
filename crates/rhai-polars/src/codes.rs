//! The codes of what can be wrong with a script whatever it is about: formulas that cannot be
//! compiled, scripts that cannot be run.

use crate::diagnosis_code::{DiagnosisCode, Severity};

/// That a script that is only looked at asks for what is not known: nothing is said of it.
pub const UNKNOWN_VALUE: DiagnosisCode = DiagnosisCode::new("unknown-value", Severity::Error);

/// That there are no data at all: a check without data says nothing of it.
pub const NO_DATA: DiagnosisCode = DiagnosisCode::new("no-data", Severity::Error);

diagnosis_codes! {
    COLUMN_TYPE = Error "column-type";
    CONSTANT = Error "constant";
    INDEX = Error "index";
    NOT_A_VALUE = Error "not-a-value";
    NOT_COVERED = Error "not-covered";
    PARAMETERS = Error "parameters";
    RECURSION = Error "recursion";
    TYPE_MISMATCH = Error "type-mismatch";
    UNKNOWN_COLUMN = Error "unknown-column";
    UNKNOWN_METHOD = Error "unknown-method";
    VALUE_TYPE = Error "value-type";
    ARGUMENTS = Error "arguments";
    ARITHMETIC = Error "arithmetic";
    BORROWED = Error "borrowed";
    DATA = Error "data";
    EXPRESSION = Error "expression";
    EXPRESSION_AS_BOOL = Error "expression-as-bool";
    FILE = Error "file";
    IMPORT = Error "import";
    OUT_OF_TIME = Error "out-of-time";
    QUERY = Error "query";
    READ_ONLY = Error "read-only";
    SCRIPT = Error "script";
    SYNTAX = Error "syntax";
    TOO_DEEP = Error "too-deep";
    TOO_LARGE = Error "too-large";
    TOO_MANY_OPERATIONS = Error "too-many-operations";
    UNKNOWN_FUNCTION = Error "unknown-function";
    UNKNOWN_PROPERTY = Error "unknown-property";
    UNKNOWN_VARIABLE = Error "unknown-variable";
}
