//! The formats `svg` and `png`, which hold charts and nothing else.

use super::drawn_picture::{TitlePlacement, draw_picture};
use super::png;
use crate::chart::Chart;
use crate::output::error::{OutputError, OutputResult};
use crate::output::renderer::Renderer;
use crate::output::style::Style;
use crate::report::Section;
use polars::prelude::DataFrame;
use std::io::Write;

pub(in crate::output) struct Svg;

impl Renderer for Svg {
    fn frame(&self, _: &DataFrame, _: &Style, _: &mut dyn Write) -> OutputResult {
        Err(OutputError::NoChart)
    }

    fn chart(&self, chart: &Chart, _: &Style, out: &mut dyn Write) -> OutputResult {
        Ok(out.write_all(draw_picture(chart, TitlePlacement::InPicture)?.svg.as_bytes())?)
    }
}

pub(in crate::output) struct Png;

impl Renderer for Png {
    fn frame(&self, _: &DataFrame, _: &Style, _: &mut dyn Write) -> OutputResult {
        Err(OutputError::NoChart)
    }

    fn chart(&self, chart: &Chart, _: &Style, out: &mut dyn Write) -> OutputResult {
        Ok(out.write_all(&png::pixels(&draw_picture(chart, TitlePlacement::InPicture)?.svg)?)?)
    }
}

/// Writes the chart of a section as SVG.
///
/// # Errors
/// A section without one; where `out` refuses.
pub fn write_picture(section: &Section, out: &mut dyn Write) -> OutputResult {
    let chart = section.chart().ok_or(OutputError::NoChart)?;
    Svg.chart(chart, &Style::default(), out)
}
