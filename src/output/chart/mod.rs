//! Charts drawn with characters, for people.
//!
//! They are drawn here, not by a crate: those that draw lines read the environment for colours,
//! lose precision, or panic on an empty series; none draws bars or shades with labels in a given
//! width.
//!
//! Invariant: no line is wider than the width, whatever the labels and numbers are; no colour, no
//! control character; the same chart and width give the same lines.

mod bars;
mod drawn_chart;
mod heatmap;
mod line;
mod scatter;
mod short_number;

pub(super) use drawn_chart::draw_chart;
use short_number::short;
