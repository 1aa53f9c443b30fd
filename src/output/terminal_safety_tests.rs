//! The proof that nothing printed acts: every format, of texts that try to.

use super::samples::{self, Sample};
use super::{
    CheckFormat, Format, LimitsReport, NamedFormat, PlanView, ReportFormat, Style, TestFormat,
    write_diagnoses, write_frame, write_limits, write_plan, write_pretty_json, write_report,
    write_strategy_documents, write_test_report,
};
use crate::chart::{Chart, ChartKind};
use crate::check::{Diagnosis, Severity};
use crate::codes;
use crate::finding::{Finding, FindingCode, Level};
use crate::limits::Limits;
use crate::report::{Report, Section, SectionContent};
use crate::screen::{Audience, EscapingWriter};
use crate::strategy_document::StrategyDocument;
use crate::test_report::{
    FailedExpectation, MutationReport, SurvivingMutant, TestFileReport, TestOutcome,
};
use miette::NamedSource;
use polars::prelude::{Column, DataFrame};
use proptest::prelude::*;
use std::time::Duration;

/// Texts made of what terminals and build servers act on.
fn evil() -> impl Strategy<Value = String> {
    const FRAGMENTS: &[&str] = &[
        "::error::x",
        "##[error]y",
        "##vso[z]",
        "::",
        ":",
        "#",
        "[",
        "\r",
        "\n",
        "\r\n",
        "\t",
        " ",
        "\u{a0}",
        "\u{2028}",
        "\u{85}",
        "\u{1b}[2J",
        "\u{7}",
        "\u{9b}31m",
        "\0",
        "\"",
        ",",
        "<",
        "&",
        "]]>",
        "=",
        "a",
        "é",
    ];
    let fragment = prop_oneof![9 => prop::sample::select(FRAGMENTS).prop_map(String::from),
                               1 => samples::any_text()];
    let filler = (0_usize..90).prop_map(|times| "a".repeat(times));
    (filler, prop::collection::vec(fragment, 0..8))
        .prop_map(|(filler, rest)| format!("{}{filler}", rest.concat()))
}

/// What reaches standard output.
fn printed(audience: Audience, write: impl FnOnce(&mut dyn std::io::Write)) -> String {
    let mut bytes = vec![];
    match audience {
        Audience::People => write(&mut EscapingWriter::new(&mut bytes, None)),
        Audience::Programs => write(&mut bytes),
    }
    String::from_utf8(bytes).unwrap()
}

fn demand_harmless(what: &str, text: &str) -> Result<(), TestCaseError> {
    for line in text.lines() {
        let acts = line.chars().find(|symbol| symbol.is_control() && *symbol != '\t');
        prop_assert_eq!(acts, None, "{}: {:?}", what, line);
        let start = line.trim_start();
        prop_assert!(!start.starts_with("::"), "{}: {:?}", what, line);
        prop_assert!(!line.contains("##[") && !line.contains("##vso["), "{}: {:?}", what, line);
    }
    Ok(())
}

fn rows(texts: &[String]) -> DataFrame {
    let [first, second, ..] = texts else { return DataFrame::empty() };
    let named = |name: &str, values: [&str; 2]| Column::new(name.into(), values);
    let mut columns = vec![named(first, [first, second])];
    if second != first {
        columns.push(named(second, [second, first]));
    }
    DataFrame::new(2, columns).unwrap()
}

fn failure(text: &str) -> FailedExpectation {
    FailedExpectation {
        message: text.into(),
        text: NamedSource::new(text, format!("x{text}")),
        span: (0..1).into(),
        outcome: text.into(),
        help: Some(text.into()),
        rules: vec![],
    }
}

fn results(text: &str) -> crate::test_report::TestReport {
    let mut file = TestFileReport::new(text);
    file.file_problem = Some(Box::new(failure(text)));
    file.tests.push(TestOutcome {
        name: text.into(),
        line: 1,
        problems: vec![Box::new(failure(text))],
        snapshots: vec![],
        took: Duration::ZERO,
    });
    let survivor = SurvivingMutant {
        script: text.into(),
        line: 1,
        change: "leaves it out",
        was: text.into(),
        becomes: text.into(),
        acceptance: text.into(),
    };
    let survivors = vec![survivor];
    file.mutants = Some(MutationReport {
        survivors,
        stale: vec![Box::new(failure(text))],
        ..MutationReport::default()
    });
    crate::test_report::TestReport::new(vec![file], None)
}

fn diagnosis(text: &str) -> Diagnosis {
    let at = |name: &str| {
        let source = format!("x{name}");
        Diagnosis::at(
            name,
            &source,
            0..1,
            codes::UNUSED_PARAM,
            name.to_owned(),
            Some(name.to_owned()),
        )
    };
    Diagnosis { severity: Severity::Warning, ..at(text) }
}

fn demand_formats(texts: &[String], style: &Style) -> Result<(), TestCaseError> {
    let [first, second, ..] = texts else { return Ok(()) };
    let df = rows(texts);
    let sample = Sample {
        account: first.clone(),
        name: second.clone(),
        profile_url: Some(format!("https://x/{second}")),
        age_days: Some(9),
        reason: first.clone(),
        follow_up: Some(second.clone()),
    };
    let mut shown = samples::plan_of(&[(first.as_str(), 9)], &[sample]);
    shown.strategy.name.clone_from(second);
    shown
        .findings
        .push(Finding::new(FindingCode::OffList, Level::Warn, first.clone()).help(second.clone()));
    let built_in = Limits::built_in();
    let figures =
        LimitsReport { limits: &built_in, headroom: &shown.headroom, findings: &shown.findings };
    let of_format = Format::variants().into_iter().filter(|format| !format.is_binary());
    for format in of_format {
        let (audience, view) = (format.audience(), PlanView::default());
        let whole = [
            printed(audience, |out| write_frame(&df, format, style, out).unwrap()),
            printed(audience, |out| write_plan(&shown, format, style, &view, out).unwrap()),
            printed(audience, |out| write_limits(&figures, format, style, out).unwrap()),
        ];
        whole.iter().try_for_each(|text| demand_harmless(format.name(), text))?;
    }
    let bars = Column::new(second.as_str().into(), [2_i64, 3]);
    let labels = Column::new("label".into(), [first.as_str(), second.as_str()]);
    let data =
        DataFrame::new(2, vec![labels, bars.with_name(format!("n{second}").into())]).unwrap();
    let chart = Chart::new(ChartKind::Bars, first.clone(), data);
    let section = |content| Section { title: first.clone(), note: Some(second.clone()), content };
    let written = Report {
        title: format!("{first}{second}"),
        as_of: shown.as_of,
        next: Some(samples::start()),
        sections: vec![section(SectionContent::Frame(df)), section(SectionContent::Chart(chart))],
    };
    for format in ReportFormat::variants().into_iter().filter(|format| !format.is_binary()) {
        let text =
            printed(format.audience(), |out| write_report(&written, format, style, out).unwrap());
        demand_harmless(format.name(), &text)?;
    }
    Ok(())
}

fn demand_results(text: &str, style: &Style) -> Result<(), TestCaseError> {
    for format in TestFormat::variants() {
        let text = printed(format.audience(), |out| {
            write_test_report(&results(text), format, style, out).unwrap();
        });
        demand_harmless(format.name(), &text)?;
    }
    for format in CheckFormat::variants() {
        let text = printed(format.audience(), |out| {
            write_diagnoses(&[diagnosis(text)], 1, format, style, out).unwrap();
        });
        // The only commands of a build server are those that are meant.
        let meant =
            |line: &str| format == CheckFormat::Github && line.starts_with("::warning file=");
        let rest: Vec<&str> = text.lines().filter(|line| !meant(line)).collect();
        demand_harmless(format.name(), &rest.join("\n"))?;
    }
    let documents =
        [StrategyDocument { name: text.into(), text: text.into(), ..StrategyDocument::default() }];
    let page = printed(Audience::People, |out| write_strategy_documents(&documents, out).unwrap());
    demand_harmless("docs", &page)?;
    demand_harmless(
        "json",
        &printed(Audience::Programs, |out| write_pretty_json(&text, out).unwrap()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn nothing_printed_acts_in_any_format(
        texts in prop::collection::vec(evil(), 2..3),
        width in 20_usize..120,
    ) {
        let style = Style { width, ..Style::default() };
        demand_formats(&texts, &style)?;
        demand_results(&texts[0], &style)?;
    }
}
