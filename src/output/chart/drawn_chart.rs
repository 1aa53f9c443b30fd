//! A chart as lines of characters, whatever its kind is.

use super::{bars, heatmap, line, scatter};
use crate::chart::{Chart, ChartKind};
use crate::output::chart_data::Interpolation;
use crate::output::error::OutputResult;
use crate::output::text::{clean, cut};

/// Narrower than this no chart can be read.
const LEAST_WIDTH: usize = 40;

/// The lines of a chart: its title, and the drawing in so many columns.
pub(in crate::output) fn draw_chart(chart: &Chart, width: usize) -> OutputResult<Vec<String>> {
    let width = width.max(LEAST_WIDTH);
    let mut lines = vec![cut(&clean(&chart.title), width)];
    lines.extend(match chart.chart_kind {
        ChartKind::Bars => bars::draw_labelled_bars(&chart.data, width)?,
        ChartKind::Histogram => bars::draw_histogram(&chart.data, width)?,
        ChartKind::Line => line::draw_line(&chart.data, width, Interpolation::Linear)?,
        ChartKind::Steps => line::draw_line(&chart.data, width, Interpolation::Step)?,
        ChartKind::Scatter => scatter::draw_scatter(&chart.data, width)?,
        ChartKind::Heatmap => heatmap::draw_heatmap(&chart.data, width)?,
    });
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{self, any_text};
    use crate::output::{self, Format, Style, text};
    use polars::prelude::{Column as Series, DataFrame};
    use proptest::prelude::*;

    fn chart(chart_kind: ChartKind, columns: Vec<Series>) -> Chart {
        let rows = columns.first().map_or(0, Series::len);
        Chart::new(chart_kind, "n by x", DataFrame::new(rows, columns).unwrap())
    }

    fn bars(labels: &[&str], values: &[Option<f64>]) -> Chart {
        chart(ChartKind::Bars, samples::bars(labels, values))
    }

    fn histogram(from: f64, step: f64, counts: &[i64]) -> Chart {
        chart(ChartKind::Histogram, samples::histogram(from, step, counts))
    }

    fn line(points: &[(i64, Option<f64>)]) -> Chart {
        chart(ChartKind::Line, samples::line(points))
    }

    fn heatmap(cells: &[(i64, i64, i64)]) -> Chart {
        chart(ChartKind::Heatmap, samples::heatmap(cells))
    }

    fn shown(chart: &Chart, width: usize) -> String {
        draw_chart(chart, width).unwrap().join("\n")
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let plain =
            bars(&["anna", "ben", "דנה", "?"], &[Some(612.0), Some(213.5), Some(1.0), None]);
        let signed = bars(&["a", "b", "c"], &[Some(-3.0), Some(5.5), Some(0.0)]);
        insta::assert_snapshot!([shown(&plain, 60), shown(&signed, 40)].join("\n\n"));
    }

    #[test]
    fn intervals_are_labelled_with_their_beginning() {
        insta::assert_snapshot!(shown(&histogram(-50.0, 25.0, &[3, 0, 12, 40]), 50));
    }

    #[test]
    fn lines_show_their_range_and_break_where_a_value_is_missing() {
        let points =
            [(0, Some(1.0)), (10, Some(9.0)), (20, None), (30, Some(4.0)), (40, Some(5.0))];
        let flat = line(&[(1, Some(2.0)), (2, Some(2.0))]);
        insta::assert_snapshot!([shown(&line(&points), 50), shown(&flat, 40)].join("\n\n"));
        assert!(shown(&line(&[(1, None)]), 40).contains("no value is known"));
        assert!(shown(&line(&[]), 40).contains("no value is known"));
    }

    #[test]
    fn hours_are_shaded() {
        let cells = [(1, 0, 1), (1, 1, 5), (3, 12, 9), (7, 23, 12)];
        insta::assert_snapshot!(
            [shown(&heatmap(&cells), 60), shown(&heatmap(&[]), 40)].join("\n\n")
        );
    }

    #[test]
    fn further_bars_are_counted() {
        let labels: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let text = shown(&bars(&labels, &vec![Some(1.0); 100]), 60);
        assert!(text.ends_with("\n… 40 bars not shown"), "{text}");
    }

    #[test]
    fn programs_get_the_rows() {
        let chart = bars(&["a"], &[Some(2.0)]);
        let written = |format: Format| {
            let mut out = vec![];
            output::write_chart(&chart, format, &Style::default(), &mut out).unwrap();
            String::from_utf8_lossy(&out).into_owned()
        };
        assert_eq!(written(Format::Csv), "label,value\na,2.0\n");
        assert!(written(Format::Table).starts_with("n by x\na  █"));
        assert!(written(Format::Markdown).starts_with("```text\nn by x\n"));
    }

    fn any_number() -> impl Strategy<Value = Option<f64>> {
        prop::option::of(prop_oneof![any::<f64>(), -1e3..1e3, Just(f64::MAX), Just(f64::MIN)])
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_width(
            rows in prop::collection::vec((any_text(), any_number()), 0..12),
            places in prop::collection::btree_set(any::<i32>(), 0..12),
            width in 40_usize..140,
        ) {
            let labels: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
            let values: Vec<_> = rows.iter().map(|row| row.1).collect();
            let points: Vec<_> =
                places.iter().map(|at| i64::from(*at)).zip(values.iter().copied()).collect();
            let counts: Vec<i64> = places.iter().map(|at| i64::from(*at).abs()).collect();
            let cells = points.iter().map(|(position, _)| (*position % 9, *position % 25, 7));
            let cells: Vec<_> = cells.collect();
            for chart in [
                bars(&labels, &values),
                line(&points),
                histogram(-3.5, 0.25, &counts),
                heatmap(&cells),
            ] {
                for line in draw_chart(&chart, width).unwrap() {
                    prop_assert!(text::width(&line) <= width, "{line}");
                    prop_assert!(!line.chars().any(char::is_control), "{line:?}");
                }
            }
        }
    }
}
