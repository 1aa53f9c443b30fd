//! Frames in scripts: Polars' lazy frames under Polars' own names. Nothing is computed until a
//! frame is shown, counted or taken into a value.

mod arrange;
mod chart;
mod chart_data;
mod combine;
mod constructors;
mod describe;
mod frame_value;
mod group;
mod hist;
mod inspect;
mod map_rows;
mod missing;
mod one_row;
mod provenance;
mod remark_counter;
mod remarks;
mod reshape;
mod sample;
mod select;
mod time_bucket;

pub use frame_value::{Frame, columns_of};
pub(super) use frame_value::{TOPICS, register};
pub use group::{GroupedFrame, group_frame};
pub use inspect::{count_query, read_count};
pub use one_row::one_row;
pub(super) use remarks::{RemarkSource, UndecidedRows};
