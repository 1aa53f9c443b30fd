//! For people at a terminal: what fits the width, with everything that is cut said.

mod actions;
mod day;
mod findings;
mod frame;
mod grid;
mod headroom;
mod limits;
mod plan;
mod report;
mod rules;
mod table_format;

pub(super) use table_format::TableFormat;
pub use table_format::write_frame_excerpt;
