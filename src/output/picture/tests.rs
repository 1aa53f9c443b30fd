//! What every picture has, whatever it shows.

use super::drawn_picture::*;
use crate::chart::{Chart, ChartKind};
use crate::output::samples::{self, any_text};
use polars::prelude::{Column, DataFrame};
use proptest::prelude::*;

fn chart(chart_kind: ChartKind, columns: Vec<Column>) -> Chart {
    let rows = columns.first().map_or(0, Column::len);
    let data = DataFrame::new(rows, columns).unwrap();
    Chart::new(chart_kind, "n by <x>", data)
}

fn bars(labels: &[&str], values: &[Option<f64>]) -> Chart {
    chart(ChartKind::Bars, samples::bars(labels, values))
}

fn histogram(counts: &[i64]) -> Chart {
    chart(ChartKind::Histogram, samples::histogram(0.0, 25.0, counts))
}

fn line(points: &[(i64, Option<f64>)]) -> Chart {
    chart(ChartKind::Line, samples::line(points))
}

fn heatmap(cells: &[(i64, i64, i64)]) -> Chart {
    chart(ChartKind::Heatmap, samples::heatmap(cells))
}

#[test]
fn every_picture_says_what_it_shows() {
    let sentence = |chart: &Chart| draw_picture(chart, TitlePlacement::InPicture).unwrap().sentence;
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
    let picture =
        draw_picture(&bars(&["<b>&", "דנה"], &[Some(2.0), Some(-1.0)]), TitlePlacement::InPicture)
            .unwrap();
    let svg = picture.svg;
    assert!(svg.starts_with("<svg role=\"img\" aria-label=\"n by &lt;x&gt;. "), "{svg}");
    assert!(svg.contains("<title>n by &lt;x&gt;</title>"), "{svg}");
    assert!(svg.contains("&lt;b&gt;&amp;") && svg.contains("דנה"), "{svg}");
    assert!(!svg.contains("style=") && !svg.contains("<b>"), "{svg}");
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    let chart = line(&[(0, Some(1.0)), (10, Some(9.0))]);
    assert_eq!(
        draw_picture(&chart, TitlePlacement::InPicture).unwrap().svg,
        draw_picture(&chart, TitlePlacement::InPicture).unwrap().svg
    );
}

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
            let picture = draw_picture(&chart, TitlePlacement::InPicture).unwrap();
            prop_assert!(!picture.svg.contains("NaN"));
        }
        let hostile = draw_picture(&bars(&labels, &values), TitlePlacement::InPicture).unwrap().svg;
        let plain = draw_picture(&bars(&plain, &values), TitlePlacement::InPicture).unwrap().svg;
        let shapes = |svg: &str| -> Vec<String> {
            let names = elements(svg).into_iter().filter(|name| *name != "text");
            names.map(String::from).collect()
        };
        prop_assert_eq!(shapes(&hostile), shapes(&plain));
    }
}
