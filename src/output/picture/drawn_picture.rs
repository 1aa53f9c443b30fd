//! A chart drawn as a picture, as SVG or PNG, with its title and what it shows in words.

use super::{bars, heatmap, line, png};
use crate::chart::{Chart, ChartKind};
use crate::output::chart::Interpolation;
use crate::output::error::{OutputError, OutputResult};
use crate::output::page::escape;
use crate::output::renderer::Renderer;
use crate::output::style::Style;
use crate::output::text::{clean, cut, wrap};
use crate::report::Section;
use plotters::coord::Shift;
use plotters::prelude::{
    Color, DrawingArea, DrawingAreaErrorKind, IntoDrawingArea, RGBColor, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{IntoTextStyle, TextStyle};
use polars::prelude::DataFrame;
use std::io::{self, Write};

/// What is drawn on, in pixels.
pub(super) type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Drawing into memory does not fail, but its type may.
pub(super) type DrawError = DrawingAreaErrorKind<io::Error>;

pub(super) type DrawResult = Result<(), DrawError>;

/// How wide every picture is: its texts are to be read on a phone, on which it is shown smaller.
pub(super) const WIDTH: i32 = 400;

/// The room above the drawing, where it has no title.
const TOP: i32 = 12;

/// How high a line of the title is, how many letters it has, and how many lines there are at most.
const HEADING: i32 = 20;

const HEADING_CELLS: usize = 44;

const HEADING_LINES: usize = 3;

/// In the units of `plotters`, of which a pixel has one and a quarter.
const TEXT_SIZE: i32 = 18;

const HEADING_SIZE: i32 = 19;

/// What is drawn. The page has another in the dark, by these names.
pub(super) const MARK: RGBColor = RGBColor(0x00, 0x72, 0xB2);

pub(super) const INK: RGBColor = RGBColor(0x1A, 0x1A, 0x1A);

pub(super) const SOFT: RGBColor = RGBColor(0x55, 0x5F, 0x6A);

pub(super) const GRID: RGBColor = RGBColor(0xD5, 0xDA, 0xE0);

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

pub(in crate::output) struct Picture {
    /// The document.
    pub(in crate::output) svg: String,
    /// What it shows, in words.
    pub(in crate::output) sentence: String,
}

/// Where the title of a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum TitlePlacement {
    InPicture,
    /// Above it already.
    AbovePicture,
}

pub(in crate::output) fn draw_picture(
    chart: &Chart,
    heading: TitlePlacement,
) -> OutputResult<Picture> {
    let title = clean(&chart.title);
    let plot = plot(chart)?;
    let lines = match heading {
        TitlePlacement::InPicture => heading_lines(&title),
        TitlePlacement::AbovePicture => vec![],
    };
    let top = TOP + lines.iter().map(|_| HEADING).sum::<i32>();
    let height = top + plot.height();
    let mut svg = String::new();
    let done = {
        let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
        let canvas = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let mut texts = (0_i32..).zip(&lines).map(|(line, text)| {
            let at = (8, TOP / 2 + line * HEADING);
            let text_style = style(INK, HPos::Left, VPos::Top, HEADING_SIZE);
            canvas.draw(&Text::new(text.clone(), at, text_style))
        });
        let titled = texts.try_for_each(|drawn| drawn);
        titled.and_then(|()| plot.draw(&canvas, top)).and_then(|()| canvas.present())
    };
    done.map_err(|error| OutputError::Io(io::Error::other(error.to_string())))?;
    let sentence = plot.sentence();
    Ok(Picture { svg: with_description(&svg, &title, &sentence), sentence })
}

/// What a chart shows, in words.
pub(in crate::output) fn describe_chart(chart: &Chart) -> OutputResult<String> {
    Ok(plot(chart)?.sentence())
}

fn plot(chart: &Chart) -> OutputResult<Box<dyn Plot>> {
    Ok(match chart.chart_kind {
        ChartKind::Bars => Box::new(bars::BarChart::labelled(chart)?),
        ChartKind::Histogram => Box::new(bars::BarChart::intervals(&chart.data)?),
        ChartKind::Line => Box::new(line::LineChart::read(&chart.data, Interpolation::Linear)?),
        ChartKind::Steps => Box::new(line::LineChart::read(&chart.data, Interpolation::Step)?),
        ChartKind::Scatter => Box::new(line::LineChart::read(&chart.data, Interpolation::Nothing)?),
        ChartKind::Heatmap => Box::new(heatmap::HeatmapChart::read(&chart.data)?),
    })
}

fn heading_lines(title: &str) -> Vec<String> {
    let mut lines = wrap(title, HEADING_CELLS);
    if lines.len() > HEADING_LINES {
        lines.truncate(HEADING_LINES);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", cut(last, HEADING_CELLS - 1).trim_end_matches('…'));
        }
    }
    lines
}

/// One kind of drawing.
pub(super) trait Plot {
    /// How high it is below the title.
    fn height(&self) -> i32;

    fn sentence(&self) -> String;

    fn draw(&self, canvas: &Canvas, top: i32) -> DrawResult;
}

/// With a name and a description, for those who do not see it.
fn with_description(svg: &str, title: &str, sentence: &str) -> String {
    let (title, sentence) = (escape(title), escape(sentence));
    let svg = join_text_lines(svg);
    let about = format!("<svg role=\"img\" aria-label=\"{title}. {sentence}\" ");
    let svg = svg.replacen("<svg ", &about, 1);
    let Some(end) = svg.find('>') else { return svg };
    let (open, rest) = svg.split_at(end + 1);
    format!("{open}\n<title>{title}</title>\n<desc>{sentence}</desc>{rest}")
}

/// With every text on the line of its element, so that no line begins with one.
fn join_text_lines(svg: &str) -> String {
    let mut joined = String::with_capacity(svg.len());
    for line in svg.lines() {
        if !line.starts_with('<') {
            // A build server's commands have it in them.
            joined.push_str(&line.replace('#', "&#35;"));
            continue;
        }
        if !line.starts_with("</text") && !joined.is_empty() {
            joined.push('\n');
        }
        joined.push_str(line);
    }
    joined.push('\n');
    joined
}

/// How a text stands at its place.
fn style(colour: RGBColor, across: HPos, down: VPos, size: i32) -> TextStyle<'static> {
    let mut style = ("system-ui, sans-serif", size).into_text_style(&(720, 480));
    style.color = colour.to_backend_color();
    style.pos = Pos::new(across, down);
    style
}

/// A small text.
pub(super) fn label(
    canvas: &Canvas,
    text: &str,
    at: (i32, i32),
    across: HPos,
    colour: RGBColor,
) -> DrawResult {
    canvas.draw(&Text::new(text.to_owned(), at, style(colour, across, VPos::Center, TEXT_SIZE)))
}
