//! What is written is read again, by `calamine` and as the archive that it is.

use crate::finding::{Finding, FindingCode, Level};
use crate::limits::Limits;
use crate::output::samples::{self, any_text, plan_of, withdrawals};
use crate::output::{
    self, Format, LimitsReport, OutputResult, PlanDay, PlanView, ReportFormat, Style,
};
use crate::report::{Report, Section, SectionContent};
use calamine::{Data, Reader, Xlsx};
use polars::prelude::{Column, DataFrame};
use proptest::prelude::*;
use std::io::{Cursor, Read};

fn written(write: impl FnOnce(&mut Vec<u8>) -> OutputResult) -> Vec<u8> {
    let mut out = vec![];
    write(&mut out).unwrap();
    out
}

fn of_frame(df: &DataFrame) -> Vec<u8> {
    written(|out| output::write_frame(df, Format::Xlsx, &Style::default(), out))
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

/// Each cell of a sheet with its place; the first row is the header.
fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let range = opened(bytes).worksheet_range(sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The member of the archive that is so called.
fn member(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn texts(name: &str, values: &[&str]) -> DataFrame {
    let column = Column::new(name.into(), values.to_vec());
    DataFrame::new(values.len(), vec![column]).unwrap()
}

fn report(titles: &[&str]) -> Report {
    let section = |title: &&str| Section {
        title: (*title).into(),
        note: Some(format!("how to read {title}")),
        content: SectionContent::Frame(texts("account", &["anna"])),
    };
    Report {
        title: "Monthly audit".into(),
        as_of: "2026-11-23T08:00:00Z".parse().unwrap(),
        next: Some(samples::start()),
        sections: titles.iter().map(section).collect(),
    }
}

fn of_report(report: &Report) -> Vec<u8> {
    let format = ReportFormat::As(Format::Xlsx);
    written(|out| output::write_report(report, format, &Style::default(), out))
}

#[test]
fn cells_have_types() {
    let rows = cells(&of_frame(&samples::frame()), "Result");
    let shown = rows.iter().map(|row| format!("{row:?}")).collect::<Vec<_>>();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_sheet_keeps_its_header_in_view_and_filters() {
    let bytes = of_frame(&samples::frame());
    let sheet = member(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\""), "{sheet}");
    assert!(sheet.contains("<autoFilter ref=\"A1:G4\""), "{sheet}");
    assert!(sheet.contains("<cols>"), "{sheet}");
}

#[test]
fn addresses_lead_to_where_they_say() {
    let bytes = of_frame(&texts("url", &["https://x/a b?c=\"d\"&e#f", "javascript:alert(1)"]));
    let links = member(&bytes, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(links.contains("Target=\"https://x/a%20b?c=%22d%22&amp;e\""), "{links}");
    assert!(!links.contains("javascript"), "{links}");
    let rows = cells(&bytes, "Result");
    assert_eq!(rows[1][0], Data::String("https://x/a b?c=\"d\"&e#f".into()));
}

#[test]
fn a_report_has_a_sheet_for_each_section() {
    let bytes = of_report(&report(&["Pending", "Ages: all/of them", "pending", "History"]));
    let sheets = opened(&bytes).sheet_names();
    assert_eq!(sheets, ["Pending", "Ages all of them", "pending (2)", "History (2)", "About"]);
    let about = format!("{:?}", cells(&bytes, "About"));
    assert!(about.contains("how to read Pending") && about.contains("2026-11-23"), "{about}");
    assert!(member(&bytes, "docProps/core.xml").contains("2026-11-23T"));
}

#[test]
fn a_plan_says_what_when_and_why() {
    let samples = [withdrawals("anna", 7), withdrawals("bruno", 2)].concat();
    let mut plan = plan_of(&[("anna", 612), ("bruno", 140)], &samples);
    plan.findings.push(Finding::new(FindingCode::OffList, Level::Warn, "one is off").help("look"));
    let sheets = |view: &PlanView| {
        let bytes =
            written(|out| output::write_plan(&plan, Format::Xlsx, &Style::default(), view, out));
        let about = format!("{:?}", cells(&bytes, "About"));
        (opened(&bytes).sheet_names(), cells(&bytes, "Invitations").len(), about)
    };
    let (names, rows, about) = sheets(&PlanView::default());
    let expected = ["Invitations", "Days", "Accounts", "Rules", "Limits", "Findings", "About"];
    assert_eq!((names, rows), (expected.map(String::from).to_vec(), 10));
    assert!(about.contains("stale_days = 90"), "{about}");
    let (names, rows, about) =
        sheets(&PlanView { account: Some("bruno".into()), day: Some(PlanDay::Nth(1)) });
    assert_eq!((names, rows), (["Invitations", "Findings", "About"].map(String::from).to_vec(), 3));
    assert!(about.contains("Day"), "{about}");
}

#[test]
fn limits_are_sheets_with_and_without_data() {
    let (limits, plan) = (Limits::built_in(), samples::plan());
    let names = |report: LimitsReport| {
        let bytes =
            written(|out| output::write_limits(&report, Format::Xlsx, &Style::default(), out));
        opened(&bytes).sheet_names()
    };
    let without = LimitsReport { limits: &limits, headroom: &[], findings: &[] };
    assert_eq!(names(without), ["Limits"]);
    let with = LimitsReport { limits: &limits, headroom: &plan.headroom, findings: &plan.findings };
    assert_eq!(names(with), ["What is left", "Limits", "Findings"]);
}

#[test]
fn a_frame_that_is_too_wide_is_refused() {
    let columns = (0..16_385).map(|at| Column::new(format!("c{at}").into(), [1_i64]));
    let wide = DataFrame::new(1, columns.collect()).unwrap();
    let error =
        output::write_frame(&wide, Format::Xlsx, &Style::default(), &mut vec![]).unwrap_err();
    assert!(error.to_string().contains("16385 columns"), "{error}");
}

/// It takes half a minute and much memory: `cargo test more_rows -- --ignored`.
#[test]
#[ignore = "a million rows"]
fn more_rows_than_a_sheet_has_go_on_in_another() {
    let numbers: Vec<i64> = (0..1_048_580).collect();
    let rows = DataFrame::new(numbers.len(), vec![Column::new("n".into(), numbers)]).unwrap();
    let bytes = of_frame(&rows);
    assert_eq!(opened(&bytes).sheet_names(), ["Result", "Result (2)"]);
    assert_eq!(cells(&bytes, "Result").len(), 1_048_576);
    assert_eq!(cells(&bytes, "Result (2)").len(), 6);
}

fn hostile() -> impl Strategy<Value = String> {
    let begins = ["=", "+", "-", "@", "'", "=cmd|' /C calc'!A0", "_x0041_", "{=", "\t=", ""];
    (prop::sample::select(begins.to_vec()), any_text())
        .prop_map(|(begin, rest)| format!("{begin}{rest}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_of_the_data_is_a_formula(
        values in prop::collection::vec(hostile(), 1..6),
        title in hostile(),
    ) {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let bytes = of_frame(&texts(&title, &values));
        let sheet = member(&bytes, "xl/worksheets/sheet1.xml");
        prop_assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{}", sheet);
        // By place: the reader's rows begin with the first that has something in it.
        let sheet = opened(&bytes).worksheet_range("Result").unwrap();
        for (row, value) in (1_u32..).zip(&values) {
            let expected = super::cell::text(value);
            let read = match sheet.get_value((row, 0)) {
                None | Some(Data::Empty) => String::new(),
                Some(Data::String(text)) => text.clone(),
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert_eq!(read, expected);
        }
        prop_assert_eq!(&bytes, &of_frame(&texts(&title, &values)));
    }
}
