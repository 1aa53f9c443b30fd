//! Charts of a frame: `hist`, `bars`, `line`, `steps`, `scatter`, `heatmap`. Their values are
//! computed at once; they are drawn when they are shown.

use super::Frame;
use super::chart_data::{bars, ends, heatmap, points};
use super::hist::{BINS, hist};
use crate::chart::{Chart, ChartKind};
use crate::script::function::{Function, Receiver, Registrar};
use crate::script::host::{Drawable, Host};
use crate::script::printing::PRINTING;
use polars::prelude::IntoLazy;
use rhai::{Engine, NativeCallContext};

/// Registers the type and how it prints.
pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Chart>("Chart");
    for name in PRINTING {
        engine.register_fn(name, |at: NativeCallContext, chart: Chart| {
            drawn(&Host::of_call(&at), &chart)
        });
    }
}

fn drawn(host: &Host, chart: &Chart) -> String {
    (host.draw)(Drawable::Chart(chart), host.width).trim_end().to_owned()
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Frame.method(
        "hist",
        &["column", "[bins]"],
        "a histogram of a column of numbers, in about so many intervals of a round length",
        "pending.hist(\"age_days\").show() == ()",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame, column: &str| {
                hist(at, frame, column, BINS)
            });
            to.add(hist);
        },
    ),
    Receiver::Frame.method(
        "bars",
        &["[label]", "[value]", "[mark or low]", "[high]"],
        "a bar for each row, of a column of labels and one of numbers: the first and the last \
         unless named; with a third, a mark such as a cap, with a fourth, an interval",
        "pending.count_by(\"account\").bars().show() == ()",
        |to| {
            to.add(|at: NativeCallContext, frame: &mut Frame| {
                let (label, value) = ends(&at, frame)?;
                bars(&at, frame, &[&label, &value])
            });
            to.add(|at: NativeCallContext, frame: &mut Frame, label: &str, value: &str| {
                bars(&at, frame, &[label, value])
            });
            to.add(
                |at: NativeCallContext, frame: &mut Frame, label: &str, value: &str, mark: &str| {
                    bars(&at, frame, &[label, value, mark])
                },
            );
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 label: &str,
                 value: &str,
                 low: &str,
                 high: &str| { bars(&at, frame, &[label, value, low, high]) },
            );
        },
    ),
    Receiver::Frame.method(
        "line",
        &["[x]", "[y]", "[low]", "[high]"],
        "a line through points of a column of numbers or dates and one of numbers: the first and \
         the last unless named; with two more, an interval around each point",
        "invitations.by_week(\"sent_at\").agg(#{ sent: count() }).line().show() == ()",
        |to| {
            add_points(to, ChartKind::Line);
            to.add(
                |at: NativeCallContext,
                 frame: &mut Frame,
                 x: &str,
                 y: &str,
                 low: &str,
                 high: &str| {
                    points(&at, frame, ChartKind::Line, &[x, y, low, high])
                },
            );
        },
    ),
    Receiver::Frame.method(
        "steps",
        &["[x]", "[y]"],
        "a line that holds each number until the next place, such as the share that was accepted \
         within so many days",
        "frame(#{ day: [0, 3, 9], share: [0.0, 0.4, 0.5] }).steps().show() == ()",
        |to| {
            add_points(to, ChartKind::Steps);
        },
    ),
    Receiver::Frame.method(
        "scatter",
        &["[x]", "[y]"],
        "a point for each row, of a column of numbers or dates and one of numbers: the first and \
         the last unless named",
        "frame(#{ sent: [3, 9, 12], accepted: [1, 4, 2] }).scatter().show() == ()",
        |to| {
            add_points(to, ChartKind::Scatter);
        },
    ),
    Receiver::Frame.method(
        "heatmap",
        &["column"],
        "how many rows fall on each hour of each weekday, of a column of instants, in UTC",
        "invitations.heatmap(\"sent_at\").show() == ()",
        |to| to.add(heatmap),
    ),
    Receiver::Chart.nullary(
        "show",
        "prints it",
        "frame(#{ k: [\"a\"], n: [3] }).bars().show() == ()",
        |to| {
            to.add(|at: NativeCallContext, chart: &mut Chart| {
                let host = Host::of_call(&at);
                host.print_line(&drawn(&host, chart));
            });
        },
    ),
    Receiver::Chart.nullary(
        "frame",
        "the rows that it draws",
        "frame(#{ n: [1, 2, 2] }).hist(\"n\").frame().select(sum(\"count\")).item() == 3",
        |to| {
            to.add(|at: NativeCallContext, chart: &mut Chart| {
                Frame::derive_from(&at, &[], chart.data.clone().lazy())
            });
        },
    ),
];

/// Registers a chart of points, of two columns that are named or not.
fn add_points(to: &mut Registrar, chart_kind: ChartKind) {
    to.add(move |at: NativeCallContext, frame: &mut Frame| {
        let (x, y) = ends(&at, frame)?;
        points(&at, frame, chart_kind, &[&x, &y])
    });
    to.add(move |at: NativeCallContext, frame: &mut Frame, x: &str, y: &str| {
        points(&at, frame, chart_kind, &[x, y])
    });
}
