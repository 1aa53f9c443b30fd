//! The format `table`: plans, frames, limits, charts and reports for people at a terminal.

use super::{day, frame, limits, plan, report};
use crate::chart::Chart;
use crate::output::chart;
use crate::output::error::OutputResult;
use crate::output::limits_report::LimitsReport;
use crate::output::plan_view::ShownPlan;
use crate::output::renderer::Renderer;
use crate::output::style::Style;
use crate::output::styled_writer::StyledWriter;
use crate::report::Report;
use polars::prelude::DataFrame;
use std::io::{BufWriter, Write};

pub(in crate::output) struct TableFormat;

impl Renderer for TableFormat {
    fn frame(&self, df: &DataFrame, style: &Style, out: &mut dyn Write) -> OutputResult {
        write_frame_excerpt(df, df.height(), style, out)
    }

    fn plan(&self, shown: &ShownPlan, style: &Style, out: &mut dyn Write) -> OutputResult {
        let mut out = BufWriter::new(out);
        let out = &mut StyledWriter::new(style, &mut out);
        match shown.day {
            Some(_) => day::write(shown, out),
            None => plan::write(shown, out),
        }
    }

    fn limits(&self, report: &LimitsReport, style: &Style, out: &mut dyn Write) -> OutputResult {
        limits::write(report, &mut StyledWriter::new(style, &mut BufWriter::new(out)))
    }

    fn chart(&self, chart: &Chart, style: &Style, out: &mut dyn Write) -> OutputResult {
        for line in chart::draw_chart(chart, style.width)? {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> OutputResult {
        report::write(report, &mut StyledWriter::new(style, &mut BufWriter::new(out)))
    }
}

/// Writes the first rows of a frame that has so many in all, as a table.
pub fn write_frame_excerpt(
    df: &DataFrame,
    all_rows: usize,
    style: &Style,
    out: &mut dyn Write,
) -> OutputResult {
    frame::write(df, all_rows, &mut StyledWriter::new(style, &mut BufWriter::new(out)))
}

#[cfg(test)]
mod tests {
    use crate::finding::{Finding, FindingCode, Level};
    use crate::limits::Limits;
    use crate::output::samples::{self, Sample, any_text, plan_of, withdrawals, written};
    use crate::output::{self, Format, LimitsReport, NamedFormat, PlanDay, PlanView, Style, text};
    use crate::plan::{Plan, Verdict};
    use polars::prelude::{Column, DataFrame};
    use proptest::prelude::*;

    fn piped(width: usize) -> Style {
        Style { width, ..Style::default() }
    }

    fn shown(plan: &Plan, style: &Style, view: &PlanView) -> String {
        written(|out| output::write_plan(plan, Format::Table, style, view, out))
    }

    fn day(day: PlanDay) -> PlanView {
        PlanView { day: Some(day), ..PlanView::default() }
    }

    #[test]
    fn a_plan_fits_80_columns() {
        insta::assert_snapshot!(shown(&samples::plan(), &piped(80), &PlanView::default()));
    }

    #[test]
    fn a_plan_fits_120_columns() {
        insta::assert_snapshot!(shown(&samples::plan(), &piped(120), &PlanView::default()));
    }

    #[test]
    fn a_plan_fits_60_columns() {
        insta::assert_snapshot!(shown(&samples::plan(), &piped(60), &PlanView::default()));
    }

    #[test]
    fn a_terminal_gets_colours_and_links() {
        let style = Style { width: 80, colour: true, hyperlinks: true, ..Style::default() };
        let plan = plan_of(&[("anna", 300)], &withdrawals("anna", 4));
        let text = shown(&plan, &style, &PlanView::default());
        insta::assert_snapshot!(text.replace('\u{1b}', "␛"));
    }

    #[test]
    fn one_account_is_shown_with_more_of_each_day() {
        let view = PlanView { account: Some("anna".into()), day: None };
        insta::assert_snapshot!(shown(&samples::plan(), &piped(100), &view));
    }

    #[test]
    fn the_work_list_of_a_day_is_whole_and_writes_addresses_out() {
        insta::assert_snapshot!(shown(&samples::plan(), &piped(80), &day(PlanDay::Nth(3))));
    }

    #[test]
    fn the_work_list_holds_every_account_of_that_date() {
        let text = shown(&samples::plan(), &piped(80), &day(PlanDay::On(samples::start())));
        assert!(text.contains("day 1 of 3"), "{text}");
        assert!(text.contains("32 withdrawals in 2 accounts"), "{text}");
        assert_eq!(text.matches("https://").count(), 20 + 6);
    }

    #[test]
    fn a_day_that_the_plan_does_not_have_is_said() {
        let plan = samples::plan();
        let text = |day: PlanDay| {
            let text = shown(&plan, &piped(120), &self::day(day));
            text.lines().next().unwrap_or_default().to_owned()
        };
        let on = |date: &str| PlanDay::On(date.parse().unwrap());
        let lines = [
            text(PlanDay::Nth(4)),
            text(PlanDay::Nth(0)),
            text(on("2026-11-22")),
            text(on("2026-12-24")),
            shown(&plan_of(&[("anna", 3)], &[]), &piped(80), &self::day(PlanDay::Nth(1))),
        ];
        insta::assert_snapshot!(lines.join("\n"));
        let view = PlanView { account: Some("bruno".into()), ..self::day(PlanDay::Nth(2)) };
        assert!(shown(&plan, &piped(80), &view).contains("for this account"));
    }

    #[test]
    fn a_refused_plan_says_so() {
        let mut plan = plan_of(&[("anna", 30)], &withdrawals("anna", 2));
        plan.verdict = Verdict::Refused;
        plan.findings =
            vec![Finding::new(FindingCode::PendingCap, Level::Refuse, "still above the cap")];
        let text = shown(&plan, &piped(80), &PlanView::default());
        assert!(text.ends_with("Verdict: refused, a limit does not allow this plan\n"), "{text}");
    }

    #[test]
    fn many_days_and_many_accounts_are_summed_up() {
        let plan = plan_of(&[("anna", 900)], &withdrawals("anna", 400));
        let text = shown(&plan, &piped(100), &PlanView::default());
        assert!(text.contains("… 6 more days to 2026-12-14 with 150 withdrawals"), "{text}");
        let names: Vec<_> = (0..30).map(|number| format!("account-{number:02}")).collect();
        let accounts: Vec<_> = names.iter().map(|name| (name.as_str(), 10)).collect();
        let text = shown(&plan_of(&accounts, &[]), &piped(100), &PlanView::default());
        assert!(text.contains("… 10 more accounts"), "{text}");
        assert!(text.contains("… 25 more accounts"), "{text}");
    }

    #[test]
    fn the_more_accounts_there_are_the_less_of_each_is_shown() {
        let names: Vec<_> = (0..6).map(|number| format!("account-{number}")).collect();
        let samples: Vec<_> = names.iter().flat_map(|name| withdrawals(name, 30)).collect();
        let accounts: Vec<_> = names.iter().map(|name| (name.as_str(), 90)).collect();
        let text = shown(&plan_of(&accounts, &samples), &piped(100), &PlanView::default());
        assert_eq!(text.matches("3 of 25 withdrawals (all: --day 1)").count(), 6, "{text}");
        assert_eq!(text.matches("… 1 more day to 2026-11-24 with 5 withdrawals").count(), 6);
    }

    #[test]
    fn the_gravest_findings_are_shown_where_there_are_many() {
        let mut plan = plan_of(&[("anna", 30)], &[]);
        plan.findings = vec![Finding::new(FindingCode::Expiry, Level::Note, "old"); 40];
        plan.findings.push(Finding::new(
            FindingCode::PendingCap,
            Level::Refuse,
            "still above the cap",
        ));
        let text = shown(&plan, &piped(80), &PlanView::default());
        assert!(text.contains("refuse  still above the cap"), "{text}");
        assert!(text.contains("… 11 more findings"), "{text}");
    }

    fn frame(df: &DataFrame, width: usize) -> String {
        written(|out| output::write_frame(df, Format::Table, &piped(width), out))
    }

    #[test]
    fn a_frame_shows_what_fits_and_says_what_does_not() {
        let df = samples::frame();
        let texts = [frame(&df, 60), frame(&df, 80), frame(&df, 120)];
        insta::assert_snapshot!(texts.join("\n"));
    }

    #[test]
    fn rows_that_are_left_out_are_counted() {
        let numbers = |rows: i64| {
            let column = Column::new("n".into(), (0..rows).collect::<Vec<_>>());
            DataFrame::new(usize::try_from(rows).unwrap(), vec![column]).unwrap()
        };
        assert!(frame(&numbers(1_000), 80).contains("1000 rows × 1 column; 960 rows not shown"));
        assert!(frame(&numbers(41), 80).ends_with("\n41 rows × 1 column\n"));
        assert_eq!(frame(&DataFrame::empty(), 80), "0 rows × 0 columns\n");
    }

    #[test]
    fn limits_are_shown_with_their_sources_and_what_is_left() {
        let limits = Limits::parse(
            "pending-cap.level = \"refuse\"\n[accounts.anna]\ncooling-off.figure = 30",
            "limits.toml",
        );
        let plan = samples::plan();
        let report = LimitsReport {
            limits: &limits.unwrap(),
            headroom: &plan.headroom,
            findings: &plan.findings,
        };
        let style = piped(80);
        let text = written(|out| output::write_limits(&report, Format::Table, &style, out));
        insta::assert_snapshot!(text);
    }

    /// What a terminal shows of a line: without colours and links.
    fn visible(line: &str) -> String {
        without(&without(line, "\u{1b}]8;;", "\u{1b}\\"), "\u{1b}[", "m")
    }

    fn without(text: &str, start: &str, end: &str) -> String {
        let mut parts = text.split(start);
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |text, part| text + part.split_once(end).unwrap().1)
    }

    const LONG_NAME: &str =
        "דנה לוי, agency of many words and of one \u{1b}[31mcolour 👩\u{200d}💻";

    prop_compose! {
        fn any_sample()(
            account in prop::sample::select(vec!["anna", LONG_NAME]),
            name in any_text(),
            path in prop::option::of(any_text()),
            age_days in prop::option::of(0_i64..5_000),
            reason in any_text(),
            follow_up in prop::option::of(any_text()),
        ) -> Sample {
            let profile_url = path.map(|path| format!("https://{path}"));
            Sample { account: account.into(), name, profile_url, age_days, reason, follow_up }
        }
    }

    fn any_plan() -> impl Strategy<Value = Plan> {
        prop::collection::vec(any_sample(), 0..12).prop_map(|mut samples| {
            samples.sort_by(|a, b| a.account.cmp(&b.account));
            plan_of(&[("anna", 600), (LONG_NAME, 20)], &samples)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_line_of_a_plan_is_wider_than_the_terminal(
            plan in any_plan(), width in 40_usize..140, day: bool,
        ) {
            let view = PlanView { day: day.then_some(PlanDay::Nth(1)), ..PlanView::default() };
            for line in shown(&plan, &piped(width), &view).lines() {
                let is_address = line.trim_start().starts_with("https://");
                prop_assert!(is_address || text::width(line) <= width, "{line}");
            }
        }

        #[test]
        fn no_name_acts_on_the_terminal(plan in any_plan(), day: bool) {
            let view = PlanView { day: day.then_some(PlanDay::Nth(1)), ..PlanView::default() };
            let acts = |text: &str| text.chars().any(|one| one.is_control() && one != '\n');
            let plain = shown(&plan, &piped(80), &view);
            prop_assert!(!acts(&plain));
            let has_override = plain.contains('\u{202e}');
            prop_assert!(!has_override);
            let style = Style { width: 80, colour: true, hyperlinks: true, ..Style::default() };
            for line in shown(&plan, &style, &view).lines() {
                prop_assert!(!acts(&visible(line)), "{line:?}");
            }
        }

        #[test]
        fn the_same_plan_gives_the_same_bytes(plan in any_plan()) {
            for format in Format::variants() {
                let bytes = || {
                    let mut out = Vec::new();
                    let view = PlanView::default();
                    output::write_plan(&plan, format, &piped(80), &view, &mut out).unwrap();
                    out
                };
                prop_assert_eq!(bytes(), bytes());
            }
        }
    }
}
