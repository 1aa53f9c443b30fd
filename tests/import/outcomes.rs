//! What tells of outcomes in a sheet, in whatever words, and what is said of columns that may.

use crate::data::{Folder, URLS, csv, sent};

/// The states of Ada and Ben, and what is said of the sheet.
fn told(sheet: &str) -> (String, String) {
    let sent = |name: &str, slug: &str| sent(name, slug, "9/20/26, 2:37 PM", "");
    let archive = [URLS.to_owned(), sent("Ada Ash", "ada"), sent("Ben Birk", "ben")].concat();
    let folder = Folder::new().file("anna/Invitations.csv", archive).file("anna/log.csv", sheet);
    let read = folder.read("anna").unwrap();
    (csv(&read, "name state"), folder.findings(&read))
}

#[test]
fn columns_of_refusals_are_heard() {
    let (rows, remarks) = told("Name,Campaign,Declined on\nAda Ash,x,2026-10-01\nBen Birk,x,\n");
    assert!(rows.contains("Ada Ash,declined") && rows.contains("Ben Birk,pending"), "{rows}");
    assert!(!remarks.contains("log.csv"), "{remarks}");
    let (rows, _) = told("Name,Campaign,Declined\nAda Ash,x,TRUE\nBen Birk,x,0\n");
    assert!(rows.contains("Ada Ash,declined") && rows.contains("Ben Birk,pending"), "{rows}");
}

#[test]
fn a_word_for_an_outcome_in_a_name_tells_in_every_language_and_is_said() {
    let (rows, remarks) = told(
        "Vorname;Name;Gesendet am;Abgelehnt am;Angenommen\nAda;Ash;20.09.2026;25.09.2026;\n\
         Ben;Birk;20.09.2026;;WAHR\n",
    );
    assert!(rows.contains("Ada Ash,declined") && rows.contains("Ben Birk,accepted"), "{rows}");
    assert_eq!(remarks.matches("guessed-column").count(), 3, "{remarks}");
    // A denial is none.
    let (rows, _) = told("Name,Campaign,Not accepted\nAda Ash,x,yes\nBen Birk,x,no\n");
    assert!(!rows.contains("accepted"), "{rows}");
}

#[test]
fn a_column_that_may_tell_of_outcomes_is_said() {
    let (_, remarks) = told("Name,Campaign,Said no thanks\nAda Ash,x,yes\nBen Birk,x,no\n");
    assert!(
        remarks.contains("unread-column") && remarks.contains("`Said no thanks` (yes or no"),
        "{remarks}"
    );
    let (_, remarks) = told("Name,Campaign,Last touch,Birthday\nAda Ash,x,2026-01-01,1990-01-01\n");
    assert!(!remarks.contains("unread-column"), "{remarks}");
    let (_, remarks) = told("Name,Campaign,Ergebnis\nAda Ash,x,Verloren\nBen Birk,x,Gewonnen\n");
    assert!(
        remarks.contains("unknown-words") && remarks.contains("Gewonnen (1), Verloren (1)"),
        "{remarks}"
    );
    let notes = "Name,Date sent,Remarks\nAda Ash,2026-10-01,\"Accepted, nice chat\"\n\
                 Ben Birk,2026-10-02,met in Oslo\n";
    let (_, remarks) = told(notes);
    let expected =
        "`Remarks` (1 text(s) that begin with an outcome, such as `Accepted, nice chat`)";
    assert!(remarks.contains(expected), "{remarks}");
}

#[test]
fn words_that_nobody_knows_are_said_where_nothing_else_tells() {
    let lage = ["offen gelassen", "zu", "zu", "zu", "offen gelassen", "zu"];
    let rows: Vec<String> =
        (0..6).map(|at| format!("Una P{at}x,2026-10-02,{}\n", lage[at])).collect();
    let (_, remarks) = told(&format!("Name,Sent,Lage\n{}", rows.concat()));
    assert!(remarks.contains("`Lage` (words: `zu` (4), `offen gelassen` (2))"), "{remarks}");
    let (_, remarks) = told(&format!("Name,Sent,Industry\n{}", rows.concat()));
    assert!(!remarks.contains("unread-column"), "{remarks}");
}

#[test]
fn a_name_in_parts_is_one_name_whatever_its_parts_are_called() {
    for sheet in [
        "Nome,Cognome,Tags\nAda,Ash,vip\n",
        "Name,Vorname,Tags\nAsh,Ada,vip\n",
        "Nom,Prénom,Tags\nAsh,Ada,vip\n",
        "Nombre,Apellidos,Tags\nAda,Ash,vip\n",
    ] {
        let archive = [URLS.to_owned(), sent("Ada Ash", "ada", "9/20/26, 2:37 PM", "")].concat();
        let folder = Folder::new().file("anna/Invitations.csv", archive).file("anna/l.csv", sheet);
        let rows = csv(&folder.read("anna").unwrap(), "name tags");
        assert!(rows.contains("Ada Ash,vip"), "{sheet}: {rows}");
    }
}

#[test]
fn what_expired_is_over_by_a_day_or_a_yes() {
    for (header, over, open) in [("Expired on", "2026-10-20", ""), ("Expired?", "yes", "no")] {
        let (rows, remarks) =
            told(&format!("Name,Campaign,{header}\nAda Ash,x,{over}\nBen Birk,x,{open}\n"));
        assert!(rows.contains("Ada Ash,expired") && rows.contains("Ben Birk,pending"), "{rows}");
        assert!(!remarks.contains("log.csv"), "{remarks}");
    }
    // Whoever took it back knows better than what was reckoned.
    let (rows, _) = told("Name,Expired on,Withdrawn on\nAda Ash,2026-10-20,2026-10-21\n");
    assert!(rows.contains("Ada Ash,withdrawn"), "{rows}");
}

#[test]
fn codes_that_nobody_explains_are_said() {
    let (_, remarks) = told_alone("status_code", ["1", "2", "1"]);
    assert!(remarks.contains("`status_code` (numbers: 1, 2)"), "{remarks}");
    let (_, remarks) = told_alone("visits", ["1", "2", "1"]);
    assert!(!remarks.contains("unread-column"), "{remarks}");
}

/// The states and what is said of a tracker with this column beside names and days.
fn told_alone(column: &str, values: [&str; 3]) -> (String, String) {
    let rows = values.iter().enumerate();
    let rows: Vec<String> =
        rows.map(|(at, value)| format!("Una P{at}x,2026-10-02,{value}\n")).collect();
    let content = format!("Name,Sent,{column}\n{}", rows.concat());
    let folder = Folder::new().file("t.csv", content);
    let read = folder.read("t.csv").unwrap();
    (csv(&read, "name state"), folder.findings(&read))
}
