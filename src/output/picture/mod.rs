//! Charts as pictures (SVG, PNG), for pages and files.
//!
//! They are drawn by `plotters`, of which only the writing of SVG is taken: it has no fonts, reads
//! no file and no environment. Texts are texts; the colours are told apart by everybody, and a page
//! puts its own in their place.
//!
//! Invariant: the same chart gives the same bytes; no text of the data becomes markup; every
//! picture says in words what it shows.

mod axis;
mod bars;
mod canvas;
mod drawn_picture;
mod formats;
mod heatmap;
mod line;
mod png;
#[cfg(test)]
mod tests;

use canvas::{Canvas, DrawError, DrawResult, GRID, INK, MARK, Plot, SOFT, WIDTH, label};
pub(super) use drawn_picture::{TitlePlacement, describe_chart, draw_picture};
pub use formats::write_picture;
pub(super) use formats::{Png, Svg};
