//! Options that several commands take, and what they come to: data, scripts, ledgers, formats,
//! days, and where a result goes.

mod charts_folder;
mod data;
mod data_options;
mod formats;
mod inspected_scripts;
mod ledger_options;
mod output_target;
mod plan_day_options;
mod script;
mod script_timeout;
mod written_dates;

pub(super) use charts_folder::ChartsFolder;
pub(super) use data::DataArgs;
pub(super) use data_options::limits_in_force;
pub(super) use formats::{formats, formats_among};
pub(super) use inspected_scripts::{OpenedScripts, ScriptPathArgs, UnreadScript, typed_columns};
pub(super) use ledger_options::{LedgerOptions, OptionalLedgerOptions, occasion};
pub(super) use output_target::{OutputTarget, prepare_file, write_to_memory};
pub(super) use plan_day_options::PlanDayOptions;
pub(super) use script::{
    PrintTarget, ScriptArgs, ScriptOptions, read_stdin, silent_running, untimed_bounds,
};
pub(super) use script_timeout::ScriptTimeout;
pub(super) use written_dates::parse_day;
