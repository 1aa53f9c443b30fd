//! Charts as pictures (SVG), for pages and files.
//!
//! They are drawn by `plotters`, of which only the writing of SVG is taken: it has no fonts, reads
//! no file and no environment. Texts are texts; the colours are told apart by everybody, and a page
//! puts its own in their place.
//!
//! Invariant: the same chart gives the same bytes; no text of the data becomes markup; every
//! picture says in words what it shows.

mod axis;
mod bars;
mod heatmap;
mod line;

use super::error::OutputError;
use super::format::Render;
use super::page::escape;
use super::style::Style;
use super::text::{clean, cut};
use crate::chart::{Chart, ChartKind};
use plotters::coord::Shift;
use plotters::prelude::{
    Color, DrawingArea, DrawingAreaErrorKind, IntoDrawingArea, RGBColor, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{IntoTextStyle, TextStyle};
use polars::prelude::DataFrame;
use std::io::{self, Write};

/// What is drawn on, in pixels.
type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Drawing into memory does not fail, but its type may.
type DrawResult = Result<(), DrawingAreaErrorKind<io::Error>>;

/// How wide every picture is.
const WIDTH: i32 = 720;
/// The room above the drawing, which has the title.
const TOP: i32 = 44;
/// In the units of `plotters`, of which a pixel has one and a quarter.
const TEXT_SIZE: i32 = 16;

/// What is drawn. The page has another in the dark, by these names.
const MARK: RGBColor = RGBColor(0x00, 0x72, 0xB2);
const INK: RGBColor = RGBColor(0x1A, 0x1A, 0x1A);
const SOFT: RGBColor = RGBColor(0x55, 0x5F, 0x6A);
const GRID: RGBColor = RGBColor(0xD5, 0xDA, 0xE0);

/// The format `svg`.
pub(super) struct Svg;

impl Render for Svg {
    fn frame(&self, _: &DataFrame, _: &Style, _: &mut dyn Write) -> Result<(), OutputError> {
        Err(OutputError::NoChart)
    }

    fn chart(&self, chart: &Chart, _: &Style, out: &mut dyn Write) -> Result<(), OutputError> {
        Ok(out.write_all(drawn(chart)?.svg.as_bytes())?)
    }
}

/// A chart as a picture.
pub(super) struct Picture {
    /// The document.
    pub(super) svg: String,
    /// What it shows, in words.
    pub(super) sentence: String,
}

/// Draws a chart.
pub(super) fn drawn(chart: &Chart) -> Result<Picture, OutputError> {
    let title = clean(&chart.title);
    let plot: Box<dyn Plot> = match chart.kind {
        ChartKind::Bars => Box::new(bars::BarChart::labelled(&chart.data)?),
        ChartKind::Histogram => Box::new(bars::BarChart::intervals(&chart.data)?),
        ChartKind::Line => Box::new(line::LineChart::read(&chart.data)?),
        ChartKind::Heatmap => Box::new(heatmap::HeatmapChart::read(&chart.data)?),
    };
    let height = TOP + plot.height();
    let mut svg = String::new();
    let done = {
        let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
        let canvas = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let heading = Text::new(cut(&title, 80), (8, 12), style(INK, HPos::Left, VPos::Top, 19));
        canvas.draw(&heading).and_then(|()| plot.draw(&canvas)).and_then(|()| canvas.present())
    };
    done.map_err(|error| OutputError::Io(io::Error::other(error.to_string())))?;
    let sentence = plot.sentence();
    Ok(Picture { svg: named(&svg, &title, &sentence), sentence })
}

/// One kind of drawing.
trait Plot {
    /// How high it is below the title.
    fn height(&self) -> i32;

    /// What it shows, in words.
    fn sentence(&self) -> String;

    /// Draws it.
    fn draw(&self, canvas: &Canvas) -> DrawResult;
}

/// With a name and a description, for those who do not see it.
fn named(svg: &str, title: &str, sentence: &str) -> String {
    let (title, sentence) = (escape(title), escape(sentence));
    let svg = on_lines_of_their_elements(svg);
    let about = format!("<svg role=\"img\" aria-label=\"{title}. {sentence}\" ");
    let svg = svg.replacen("<svg ", &about, 1);
    let Some(end) = svg.find('>') else { return svg };
    let (open, rest) = svg.split_at(end + 1);
    format!("{open}\n<title>{title}</title>\n<desc>{sentence}</desc>{rest}")
}

/// With every text on the line of its element, so that no line begins with one.
fn on_lines_of_their_elements(svg: &str) -> String {
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
fn label(
    canvas: &Canvas,
    text: &str,
    at: (i32, i32),
    across: HPos,
    colour: RGBColor,
) -> DrawResult {
    canvas.draw(&Text::new(text.to_owned(), at, style(colour, across, VPos::Center, TEXT_SIZE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::any_text;
    use polars::prelude::{Column, DataFrame};
    use proptest::prelude::*;

    fn chart(chart_kind: ChartKind, columns: Vec<Column>) -> Chart {
        let rows = columns.first().map_or(0, Column::len);
        let data = DataFrame::new(rows, columns).unwrap();
        Chart { kind: chart_kind, title: "n by <x>".into(), data }
    }

    fn bars(labels: &[&str], values: &[Option<f64>]) -> Chart {
        let labels = Column::new("label".into(), labels.to_vec());
        chart(ChartKind::Bars, vec![labels, Column::new("value".into(), values.to_vec())])
    }

    fn histogram(counts: &[i64]) -> Chart {
        let edges: Vec<f64> = (0_i32..).take(counts.len()).map(|at| f64::from(at) * 25.0).collect();
        let to: Vec<f64> = edges.iter().map(|edge| edge + 25.0).collect();
        let columns = vec![
            Column::new("from".into(), edges),
            Column::new("to".into(), to),
            Column::new("count".into(), counts.to_vec()),
        ];
        chart(ChartKind::Histogram, columns)
    }

    fn line(points: &[(i64, Option<f64>)]) -> Chart {
        let places: Vec<i64> = points.iter().map(|point| point.0).collect();
        let values: Vec<Option<f64>> = points.iter().map(|point| point.1).collect();
        let columns = vec![Column::new("x".into(), places), Column::new("y".into(), values)];
        chart(ChartKind::Line, columns)
    }

    fn heatmap(cells: &[(i64, i64, i64)]) -> Chart {
        let column = |name: &str, value_of: fn(&(i64, i64, i64)) -> i64| {
            Column::new(name.into(), cells.iter().map(value_of).collect::<Vec<_>>())
        };
        let columns =
            vec![column("weekday", |c| c.0), column("hour", |c| c.1), column("count", |c| c.2)];
        chart(ChartKind::Heatmap, columns)
    }

    #[test]
    fn every_picture_says_what_it_shows() {
        let sentence = |chart: &Chart| drawn(chart).unwrap().sentence;
        let labels = ["anna", "ben", "?"];
        let sentences = [
            sentence(&bars(&labels, &[Some(612.0), Some(213.5), None])),
            sentence(&bars(&[], &[])),
            sentence(&histogram(&[3, 0, 12, 40])),
            sentence(&histogram(&[])),
            sentence(&line(&[(0, Some(1.0)), (10, Some(9.0)), (20, None), (30, Some(4.0))])),
            sentence(&line(&[(1, None)])),
            sentence(&heatmap(&[(1, 0, 1), (3, 12, 9), (7, 23, 4)])),
            sentence(&heatmap(&[])),
        ];
        insta::assert_snapshot!(sentences.join("\n"));
    }

    #[test]
    fn a_picture_is_named_and_its_texts_are_texts() {
        let picture = drawn(&bars(&["<b>&", "דנה"], &[Some(2.0), Some(-1.0)])).unwrap();
        let svg = picture.svg;
        assert!(svg.starts_with("<svg role=\"img\" aria-label=\"n by &lt;x&gt;. "), "{svg}");
        assert!(svg.contains("<title>n by &lt;x&gt;</title>"), "{svg}");
        assert!(svg.contains("&lt;b&gt;&amp;") && svg.contains("דנה"), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("<b>"), "{svg}");
    }

    #[test]
    fn the_same_chart_gives_the_same_bytes() {
        let chart = line(&[(0, Some(1.0)), (10, Some(9.0))]);
        assert_eq!(drawn(&chart).unwrap().svg, drawn(&chart).unwrap().svg);
    }

    /// The names of its elements.
    fn elements(svg: &str) -> Vec<&str> {
        svg.split('<').skip(1).filter_map(|tag| tag.split([' ', '>', '/']).next()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_values_are_drawn_and_no_text_becomes_markup(
            rows in prop::collection::vec((any_text(), prop::option::of(any::<f64>())), 0..12),
            places in prop::collection::btree_set(any::<i32>(), 0..12),
        ) {
            let labels: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
            let plain: Vec<String> = labels.iter().map(|_| "x".to_owned()).collect();
            let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
            let values: Vec<_> = rows.iter().map(|row| row.1).collect();
            let points = places.iter().map(|at| i64::from(*at)).zip(values.iter().copied());
            let points: Vec<_> = points.collect();
            let counts: Vec<i64> = places.iter().map(|at| i64::from(*at).abs()).collect();
            let cells = points.iter().map(|(position, _)| (*position % 9, *position % 25, 7));
            for chart in [line(&points), histogram(&counts), heatmap(&cells.collect::<Vec<_>>())] {
                prop_assert!(!drawn(&chart).unwrap().svg.contains("NaN"));
            }
            let hostile = drawn(&bars(&labels, &values)).unwrap().svg;
            let plain = drawn(&bars(&plain, &values)).unwrap().svg;
            let shapes = |svg: &str| -> Vec<String> {
                let names = elements(svg).into_iter().filter(|name| *name != "text");
                names.map(String::from).collect()
            };
            prop_assert_eq!(shapes(&hostile), shapes(&plain));
        }
    }
}
