//! A scriptable rules engine for LinkedIn invitations: scripts say which pending ones to withdraw
//! and in which order, and a plan comes out that is explained row by row, held to the platform's
//! limits and spread over days.
//!
//! The modules stand in the order in which data flow through them, and arrows never point back:
//!
//! ```text
//! limits ─┬───────────────────────────────────────────┐
//! import ─┴→ invitations → formula → script → strategy ─┴→ plan → output → session
//!                                             ├→ reference → check ─┘        ↑└→ suite, repl → cli
//!                                             └→ pack → project ─────────────┘
//!                 ledger (crates/ledger) → invitations, plan ⇄ ledger → cli
//! ```
//!
//! `docs/ARCHITECTURE.md` is the map of the code, with what must hold in every part.

pub mod count;
pub mod difference;
pub mod screen;

pub use rescind_data::{account, address, finding, import, invitations, limits, members, settings};
pub use rescind_runtime::{deadline, digest, inputs, nearest, open, outlet, query};
pub use rhai_polars::{chart, diagnostic, formula, report, script, syntax};

pub mod question;
pub mod domain;
pub mod strategy;

pub mod reference;

pub mod check;
pub mod plan;

pub mod coverage;
pub mod strategy_document;
pub mod test_report;

pub mod pack;
pub mod project;

pub mod output;

pub mod error;
pub mod ledger;
pub mod save;
pub mod session;
pub mod suite;

pub mod repl;

pub mod cli;
