//! What charts are drawn of, read from their rows, whatever draws it: bars, points, hours of a
//! week.

mod bars;
mod columns;
mod points;
mod week_hours;

pub(super) use bars::BarData;
pub(super) use columns::ValueAnnotations;
use columns::{ChartColumns, numbers};
pub(super) use points::{Interpolation, Point, PointData};
pub(super) use week_hours::{HOURS, WEEKDAYS, WeekHours};
