//! Advice for a column that there is not: it may be declared further down, or be a sheet's.

use super::Diagnosis;
use crate::diagnostic::DiagnosisSubject;
use crate::strategy::Strategy;

/// Says of an unknown column where it may come from.
pub(super) fn advise_unknown_column(
    diagnosis: &mut Diagnosis,
    strategy: &Strategy,
    has_data: bool,
) {
    let Some(DiagnosisSubject::Column { name, is_near }) = &diagnosis.subject else { return };
    if let Some(column) = strategy.columns.iter().find(|column| column.name == *name) {
        let line = column.position.line().unwrap_or_default();
        let help = format!("`column(\"{name}\", …)` on line {line} declares it: move that up");
        diagnosis.help = Some(help);
        return;
    }
    if !has_data && !is_near {
        diagnosis.help = Some(format!(
            "a column of a sheet is declared with `--columns {name}:int`, or taken from data named \
             beside the script"
        ));
    }
}
