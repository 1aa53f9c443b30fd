//! Tracking sheets: spellings, further columns, withdrawals.

use crate::data::{self, Folder, NAMES, URLS, csv, sent, sent_to};

fn agency(sheet: &str) -> Folder {
    let anna = [
        URLS.to_owned(),
        sent("Ada Ash", "ada", "11/1/26, 9:00 AM", "Hi"),
        sent("Ben Birk", "ben", "9/1/26, 9:00 AM", ""),
        sent("Cy Cole", "cy", "11/2/26, 9:00 AM", ""),
    ];
    let ben = [
        NAMES.to_owned(),
        sent_to("Ada Ash", "11/1/26, 9:00 AM"),
        sent_to("Bo Bo", "11/1/26, 9:00 AM"),
        sent_to("Bo Bo", "11/2/26, 9:00 AM"),
    ];
    Folder::new()
        .file("agency/anna/Invitations.csv", anna.concat())
        .file("agency/ben/Invitations.csv", ben.concat())
        .file("agency/tracking.csv", sheet)
}

#[test]
fn the_usual_spellings_are_known_and_the_rest_comes_along() {
    let folder = agency(
        "First name;Last name;LinkedIn;Organisation;Job title;Labels;Campaign;Follow up;Withdrawn;\
         Reconnect;Deal Size;Score;Warm?;Last seen;State;Note used\n\
         Ada;Ash;https://de.linkedin.com/in/ADA/;Acme;Cook;client, vip|x;Q4;Call;;;10;1.5;yes;\
         2026-01-02;Bavaria;no\n\
         Ben;Birk;https://www.linkedin.com/in/ben;;;;;;03.11.2026;;;NaN;no;;;\n\
         Cy;Cole;;;;;;;2026-10-01;2027-01-01;7;inf;;3 Feb 2026;;yes\n\
         Zed;Zulu;;;;;;;;;;;;;;\n",
    );
    let read = folder.clean("agency");
    insta::assert_snapshot!(csv(&read, "id company position tags campaign follow_up has_note"), @r#"
    id,company,position,tags,campaign,follow_up,has_note
    anna/in/ben/2026-09-01,,,"",,,false
    anna/in/ada/2026-11-01,Acme,Cook,client|vip|x,Q4,Call,true
    anna/in/cy/2026-11-02,,,"",,,false
    ben/name:ada ash/2026-11-01,Acme,Cook,client|vip|x,Q4,Call,false
    ben/name:bo bo/2026-11-01,,,"",,,false
    ben/name:bo bo/2026-11-02,,,"",,,false
    "#);
    insta::assert_snapshot!(csv(&read, "id state known_by withdrawn_on reconnect_on"), @r#"
    id,state,known_by,withdrawn_on,reconnect_on
    anna/in/ben/2026-09-01,withdrawn,recorded,2026-11-03,2026-11-24
    anna/in/ada/2026-11-01,pending,presumed,,
    anna/in/cy/2026-11-02,pending,presumed,,2027-01-01
    ben/name:ada ash/2026-11-01,pending,presumed,,
    ben/name:bo bo/2026-11-01,pending,presumed,,
    ben/name:bo bo/2026-11-02,pending,presumed,,
    "#);
    insta::assert_snapshot!(csv(&read, "deal_size score warm last_seen sheet_state"), @r#"
    deal_size,score,warm,last_seen,sheet_state
    ,,false,,
    10,1.5,true,2026-01-02,Bavaria
    7,,,2026-02-03,
    10,1.5,true,2026-01-02,Bavaria
    ,,,,
    ,,,,
    "#);
    insta::assert_snapshot!(folder.findings(&read), @"note sheet-unmatched -: DIR/agency/tracking.csv: 1 row(s) about people without an invitation");
}

#[test]
fn an_ambiguous_name_is_said_and_not_joined() {
    let folder = agency("Name,Tags\nBo Bo,client\nAda Ash,vip\nCy Cole,a\nCy Cole,b\n");
    let read = folder.clean("agency");
    insta::assert_snapshot!(csv(&read, "id tags"), @r#"
    id,tags
    anna/in/ben/2026-09-01,""
    anna/in/ada/2026-11-01,vip
    anna/in/cy/2026-11-02,""
    ben/name:ada ash/2026-11-01,vip
    ben/name:bo bo/2026-11-01,""
    ben/name:bo bo/2026-11-02,""
    "#);
    insta::assert_snapshot!(folder.findings(&read), @r#"
    warn ambiguous-name anna: 1 name(s) that several people bear were not matched with DIR/agency/tracking.csv: Cy Cole
    warn ambiguous-name ben: 1 name(s) that several people bear were not matched with DIR/agency/tracking.csv: Bo Bo
    note sheet-unmatched -: DIR/agency/tracking.csv: 3 row(s) about people without an invitation
    "#);
}

#[test]
fn an_account_column_restricts_rows() {
    let folder = agency("Name,Tags,Account\nAda Ash,only ben's,BEN\nCy Cole,lost,carla\n");
    let read = folder.clean("agency");
    insta::assert_snapshot!(csv(&read, "id tags"), @r#"
    id,tags
    anna/in/ben/2026-09-01,""
    anna/in/ada/2026-11-01,""
    anna/in/cy/2026-11-02,""
    ben/name:ada ash/2026-11-01,only ben's
    ben/name:bo bo/2026-11-01,""
    ben/name:bo bo/2026-11-02,""
    "#);
    insta::assert_snapshot!(folder.findings(&read), @r"
    note account-spellings ben: spelled `BEN` elsewhere: taken for one account
    warn sheet-account-unknown -: DIR/agency/tracking.csv: 1 row(s) of unknown accounts were left out: carla
    ");
}

#[test]
fn bad_dates_of_a_sheet_cost_their_cell_alone_and_what_says_no_date_is_none() {
    let folder = agency(
        "Name,Tags,Date sent,Withdrawn,Reconnect\n\
         Ada Ash,a,n/a,no,-\nBen Birk,b,2026-02-30,,\nCy Cole,c,2027-01-01,,\n",
    );
    let read = folder.read("agency").unwrap();
    insta::assert_snapshot!(folder.skipped(&read), @r#"
    DIR/agency/tracking.csv, row 3, column `Date sent`: `2026-02-30` is not a date; expected a date such as `2026-02-08`, or nothing
    DIR/agency/tracking.csv, row 4, column `Date sent`: `2027-01-01` is in the future; expected a date up to 2026-11-23 00:00 UTC
    "#);
    insta::assert_snapshot!(csv(&read, "id tags state"), @r#"
    id,tags,state
    anna/in/ben/2026-09-01,b,pending
    anna/in/ada/2026-11-01,a,pending
    anna/in/cy/2026-11-02,c,pending
    ben/name:ada ash/2026-11-01,a,pending
    ben/name:bo bo/2026-11-01,"",pending
    ben/name:bo bo/2026-11-02,"",pending
    "#);
}

#[test]
fn a_withdrawal_without_a_day_counts_and_cooling_off_is_the_accounts() {
    let folder =
        agency("Name,Withdrawn,Kind\nAda Ash,yes,\nBen Birk,2026-11-01,\nCy Cole,,InMail\n");
    let mut settings = data::settings();
    settings.cooling_off_days_of.insert("anna".into(), 30);
    let read = data::read(&[(None, folder.path("agency"))], &settings).unwrap();
    insta::assert_snapshot!(csv(&read, "id kind state known_by withdrawn_on reconnect_on"), @r#"
    id,kind,state,known_by,withdrawn_on,reconnect_on
    anna/in/ben/2026-09-01,connection,withdrawn,recorded,2026-11-01,2026-12-01
    anna/in/ada/2026-11-01,connection,withdrawn,recorded,,
    anna/in/cy/2026-11-02,inmail,pending,presumed,,
    ben/name:ada ash/2026-11-01,connection,withdrawn,recorded,,
    ben/name:bo bo/2026-11-01,connection,pending,presumed,,
    ben/name:bo bo/2026-11-02,connection,pending,presumed,,
    "#);
}

/// The states of one account's people by two sheets, in whichever order.
fn by_two_sheets(first: &str, second: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file("d/lea/t.csv", first).file("d/lea/u.csv", second);
    let read = folder.read("d").unwrap();
    let rows = csv(&read, "person state sent_at");
    let rows = rows.lines().skip(1).map(|row| row.replace("T00:00:00Z", ""));
    (rows.collect(), folder.findings(&read))
}

#[test]
fn sheets_that_know_a_person_by_a_name_a_slug_or_an_id_are_joined() {
    let tracker = "Name,LinkedIn,Date sent,Status\nAda Ash,in/ada-ash,2026-09-01,Pending\n";
    let withdrawals = "Name,Withdrawn on\nAda Ash,2026-09-10\n";
    let by_id = |day: &str| {
        format!(
            "Name,LinkedIn,Date sent,Status\n\
             Ada Ash,https://www.linkedin.com/in/ACoAAB1cdEFGhijKlmNoPqRsTuVwXyZ012345AB,{day},\
             Accepted\n"
        )
    };
    for (other, expected) in [
        (withdrawals.to_owned(), vec!["in/ada-ash,withdrawn,2026-09-01"]),
        (by_id("2026-09-01"), vec!["in/ada-ash,accepted,2026-09-01"]),
        (
            by_id("2026-06-01"),
            vec!["in/ada-ash,accepted,2026-06-01", "in/ada-ash,accepted,2026-09-01"],
        ),
    ] {
        for (first, second) in [(tracker, other.as_str()), (other.as_str(), tracker)] {
            let (rows, remarks) = by_two_sheets(first, second);
            assert_eq!(rows, expected, "{remarks}");
        }
    }
    // Two people of a name stay two.
    let two = format!("{tracker}Ada Ash,in/ada-ash-2,2026-09-02,Pending\n");
    let (rows, remarks) = by_two_sheets(&two, &by_id("2026-09-01"));
    assert_eq!(rows.len(), 3, "{rows:?}{remarks}");
}
