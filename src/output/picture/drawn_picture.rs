//! A chart drawn as a picture, with its title and what it shows in words.

use super::canvas::{INK, Plot, WIDTH, text_style};
use super::{bars, heatmap, line};
use crate::chart::{Chart, ChartKind};
use crate::output::chart_data::Interpolation;
use crate::output::error::{OutputError, OutputResult};
use crate::output::html_escape::escape_html;
use crate::output::text::{clean, cut, wrap};
use plotters::prelude::{IntoDrawingArea, SVGBackend, Text};
use plotters::style::text_anchor::{HPos, VPos};
use std::io;

/// The room above the drawing, where it has no title.
const TOP: i32 = 12;

/// How high a line of the title is, how many letters it has, and how many lines there are at most.
const HEADING: i32 = 20;

const HEADING_CELLS: usize = 44;

const HEADING_LINES: usize = 3;

/// In the units of `plotters`, of which a pixel has one and a quarter.
const HEADING_SIZE: i32 = 19;

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
            let style = text_style(INK, HPos::Left, VPos::Top, HEADING_SIZE);
            canvas.draw(&Text::new(text.clone(), at, style))
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

/// With a name and a description, for those who do not see it.
fn with_description(svg: &str, title: &str, sentence: &str) -> String {
    let (title, sentence) = (escape_html(title), escape_html(sentence));
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
