//! The platform's limits: the table with its sources, what an agency overrides, the checks with
//! the headroom they leave, and the pacing over days.

mod check;
mod document;
mod headroom;
mod overrides;
mod pacing;
mod parse;
mod table;

pub use check::{AccountUsage, check_account};
pub use document::markdown;
pub use headroom::Headroom;
pub use overrides::{LimitInForce, Limits};
pub use pacing::{DayLoad, Pacing, reconnect_on};
pub use table::{Limit, LimitCode, OtherFigure, SourceKind, TABLE};
