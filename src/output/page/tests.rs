//! Pages without what is the same in all: what is in them, and that nothing of the data becomes
//! markup.

use crate::chart::{Chart, ChartKind};
use crate::finding::{Finding, FindingCode, Level};
use crate::limits::Limits;
use crate::output::samples::{self, Sample, limits_as, plan_as, written};
use crate::output::{self, Format, LimitsReport, PlanDay, PlanView, ReportFormat, Style};
use crate::plan::Plan;
use crate::report::{Report, Section, SectionContent};
use polars::prelude::{Column, DataFrame};
use proptest::prelude::*;

fn plan_page(plan: &Plan, view: &PlanView) -> String {
    plan_as(Format::Html, plan, view)
}

/// The page without its style and script, and without the hashes that follow from them.
fn bare(page: &str) -> String {
    let mut bare = page.to_owned();
    for (begin, end) in [("<style>", "</style>"), ("<script>", "</script>"), ("sha256-", "&#39;")] {
        let mut parts = bare.split(begin);
        let mut kept = parts.next().unwrap().to_owned();
        for part in parts {
            let (_, rest) = part.split_once(end).unwrap();
            kept.extend([begin, "…", end, rest]);
        }
        bare = kept;
    }
    bare.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

fn small() -> Plan {
    let samples = [samples::withdrawals("anna", 7), samples::withdrawals("bruno", 2)].concat();
    samples::plan_of(&[("anna", 612), ("bruno", 140)], &samples)
}

#[test]
fn a_day_is_a_list_to_carry_out() {
    let view = PlanView { day: Some(PlanDay::Nth(1)), ..PlanView::default() };
    insta::assert_snapshot!(bare(&plan_page(&small(), &view)));
}

#[test]
fn a_plan_says_what_happens_when_and_why() {
    insta::assert_snapshot!(bare(&plan_page(&small(), &PlanView::default())));
}

#[test]
fn a_day_that_the_plan_does_not_have_is_said() {
    let view = PlanView { day: Some(PlanDay::Nth(9)), ..PlanView::default() };
    let page = plan_page(&small(), &view);
    assert!(page.contains("There is no day 9: the plan has 1 day"), "{}", bare(&page));
}

#[test]
fn a_part_of_a_plan_is_named_by_the_whole() {
    let plan = small();
    let id = crate::digest::sha256(plan_as(Format::Json, &plan, &PlanView::default()));
    let view = PlanView { account: Some("bruno".into()), day: Some(PlanDay::Nth(1)) };
    let page = plan_page(&plan, &view);
    assert!(page.contains(&format!("data-plan=\"{id}\"")), "{id}");
    assert!(!page.contains("data-account=\"anna\""));
}

#[test]
fn the_same_plan_gives_the_same_page() {
    let view = PlanView::default();
    assert_eq!(plan_page(&samples::plan(), &view), plan_page(&samples::plan(), &view));
}

#[test]
fn many_accounts_stand_below_each_other() {
    let accounts: Vec<String> = (0..30).map(|at| format!("account-{at:02}")).collect();
    let samples: Vec<Sample> =
        accounts.iter().flat_map(|account| samples::withdrawals(account, 2)).collect();
    let pending: Vec<(&str, usize)> = accounts.iter().map(|name| (name.as_str(), 9)).collect();
    let page = plan_page(&samples::plan_of(&pending, &samples), &PlanView::default());
    assert!(page.contains("Together") && !page.contains("dir=\"auto\">account-07</th><th"));
}

/// The names of all elements and of their attributes, in order.
fn skeleton(page: &str) -> Vec<String> {
    let page = bare(page);
    let tags = page.split('<').skip(1).map(|tag| tag.split_once('>').unwrap().0);
    let names = tags.flat_map(|tag| {
        // Between an even and an odd quotation mark is a value.
        let outside: String = tag.split('"').step_by(2).collect();
        let words: Vec<String> = outside.split_whitespace().map(String::from).collect();
        words
    });
    names.collect()
}

/// Pages with this text wherever data can be.
fn pages(text: &str) -> Vec<String> {
    let sample = Sample {
        account: text.into(),
        name: text.into(),
        profile_url: Some(format!("https://x/{text}")),
        age_days: Some(9),
        reason: text.into(),
        follow_up: Some(text.into()),
    };
    let mut plan = samples::plan_of(&[(text, 9)], &[sample]);
    plan.strategy.name = text.into();
    plan.strategy.params.insert(text.into(), text.into());
    for rule in &mut plan.rules {
        rule.reason = text.into();
        rule.when = Some(format!("if {text}"));
    }
    let mut finding = Finding::new(FindingCode::OffList, Level::Warn, text).help(text);
    finding.account = Some(text.into());
    plan.findings = vec![finding];
    let list = PlanView { day: Some(PlanDay::Nth(1)), ..PlanView::default() };
    let limits = Limits::built_in();
    let figures =
        LimitsReport { limits: &limits, headroom: &plan.headroom, findings: &plan.findings };
    let columns = vec![Column::new(text.into(), [text, text]), Column::new("n!".into(), [1, 2])];
    let rows = DataFrame::new(2, columns).unwrap();
    let chart = Chart::new(ChartKind::Bars, text, rows.clone());
    let section = |content| Section { title: text.into(), note: Some(text.into()), content };
    let report = Report {
        title: text.into(),
        as_of: plan.as_of,
        next: Some(samples::start()),
        sections: vec![section(SectionContent::Frame(rows)), section(SectionContent::Chart(chart))],
    };
    let html = ReportFormat::As(Format::Html);
    vec![
        plan_page(&plan, &list),
        plan_page(&plan, &PlanView::default()),
        limits_as(Format::Html, &figures),
        written(|out| output::write_report(&report, html, &Style::default(), out)),
        written(|out| super::write_text_page(text, text, out)),
    ]
}

fn hostile() -> impl Strategy<Value = String> {
    const FRAGMENTS: &[&str] = &[
        "<",
        ">",
        "\"",
        "'",
        "&",
        "</script>",
        "<script>",
        "-->",
        "<!--",
        "]]>",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "`",
        "=",
        "/",
        "\\",
        "javascript:",
        " onload=",
        "&lt;",
        "\u{0}",
        "\u{b}",
        "\n",
        "\u{2028}",
        "x",
        "é",
        "דנה",
        "\u{202e}",
    ];
    let fragment = prop_oneof![9 => prop::sample::select(FRAGMENTS).prop_map(String::from),
                               1 => samples::any_text()];
    prop::collection::vec(fragment, 1..8).prop_map(|parts| format!("x{}", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_of_the_data_becomes_markup(text in hostile()) {
        let plain = pages("x").iter().map(|page| skeleton(page)).collect::<Vec<_>>();
        for (page, plain) in pages(&text).iter().zip(plain) {
            prop_assert_eq!(skeleton(page), plain);
        }
    }
}
