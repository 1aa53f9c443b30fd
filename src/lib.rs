//! A scriptable rules engine for LinkedIn invitations: scripts say which pending ones to withdraw
//! and in which order, and a plan comes out that is explained row by row, held to the platform's
//! limits and spread over days.
//!
//! What the program does with its command line, another program does with these few types: open
//! data, compile a strategy, plan, explain.
//!
//! ```
//! use chrono::{TimeZone, Utc};
//! use rescind::{Bounds, PlanSettings, RunOptions, ScriptFile, Session, SessionSettings, Source};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let as_of = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).single().ok_or("no such time")?;
//! let data = Source { account: None, path: "datasets/agency".into() };
//! let session = Session::open(&[data], SessionSettings::at(as_of), &|_| {})?;
//!
//! let text = r#"withdraw("four months", |i| i.age_days >= 120);"#;
//! let script = ScriptFile::from_text("old.rhai", text.into());
//! let options = RunOptions::silent(Bounds::default());
//! let strategy = session.run(&script, &options)?.strategy;
//! assert_eq!(strategy.rules.len(), 1);
//!
//! let settings = PlanSettings { as_of, start: as_of.date_naive(), skip_weekends: true };
//! let explainable = session.explainable_plan(&script, &options, &settings)?;
//! let ids = explainable.plan.actions.column("id")?.str()?;
//! let invitation = session.find_invitation(ids.get(0).ok_or("nobody is withdrawn")?)?;
//! let explanation = session.explain(&explainable, &invitation)?;
//! assert_eq!(explanation.decided_by, Some(0));
//! # Ok(())
//! # }
//! ```
//!
//! Everything else is the program's own. Its modules stand in the order in which data flow through
//! them, and arrows never point back; `docs/ARCHITECTURE.md` is the map of the code, with what must
//! hold in every part. They can be named only so that the program's tests can.

pub use error::Error;
pub use plan::{DecisionTrace, ExplainedInvitation, Plan, PlanSettings};
pub use rescind_data::import::Source;
pub use rescind_data::limits::Limits;
pub use rescind_runtime::deadline::Bounds;
pub use rhai_polars::diagnostic::{Diagnosis, Severity};
pub use session::{ExplainablePlan, RunOptions, ScriptFile, Session, SessionSettings};
pub use strategy::{ParamInput, Strategy};

pub(crate) use rescind_data::{
    account, address, archive_members, finding, import, invitations, limits, settings,
};
pub(crate) use rescind_runtime::{
    deadline, digest, inputs, nearest, open, parallel_map, pipe_writer, query,
};
pub(crate) use rhai_polars::{chart, diagnosis_code, diagnostic, formula, report, script, syntax};

#[doc(hidden)]
pub mod browser;
#[doc(hidden)]
pub mod plural;
#[doc(hidden)]
pub mod line_diff;
#[doc(hidden)]
pub mod screen;
#[doc(hidden)]
#[expect(clippy::needless_pass_by_value, reason = "Rhai hands arguments over by value")]
pub mod question;
#[doc(hidden)]
pub mod domain;
#[doc(hidden)]
pub mod strategy;
#[doc(hidden)]
pub mod reference;
#[doc(hidden)]
pub mod codes;
#[doc(hidden)]
pub mod check;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod coverage;
#[doc(hidden)]
pub mod strategy_document;
#[doc(hidden)]
pub mod test_report;
#[doc(hidden)]
pub mod pack;
#[doc(hidden)]
pub mod project;
#[doc(hidden)]
pub mod output;
#[doc(hidden)]
pub mod error;
#[doc(hidden)]
pub mod ledger;
#[doc(hidden)]
pub mod save;
#[doc(hidden)]
pub mod session;
#[doc(hidden)]
pub mod suite;
#[doc(hidden)]
pub mod repl;
#[doc(hidden)]
pub mod cli;
