//! Headings that tell what a column's days and answers are, in whatever language.

use crate::data::{Folder, URLS, csv, sent};

/// The states of three people by a sheet with two columns for outcomes.
fn told(accepted: &str, withdrawn: &str) -> (String, String) {
    let content = format!(
        "Name,LinkedIn,Date sent,{accepted},{withdrawn}\n\
         Una Ek,in/una-ek,2026-09-01,2026-09-05,\nIvo Dahl,in/ivo-dahl,2026-09-02,,2026-10-05\n\
         Mia Sol,in/mia-sol,2026-09-03,,\n"
    );
    let folder = Folder::new().file("anna.csv", content);
    let read = folder.read("anna.csv").unwrap();
    let rows = csv(&read, "name state");
    (rows.split_once('\n').unwrap().1.to_owned(), folder.findings(&read))
}

#[test]
fn a_word_for_a_day_beside_one_for_an_outcome_is_heard() {
    for (accepted, withdrawn) in [
        ("接受日期", "撤回日期"),
        ("承認日", "取り下げ日"),
        ("수락일", "철회일"),
        ("Дата принятия", "Дата отзыва"),
        ("Elfogadás dátuma", "Visszavonás dátuma"),
        ("Confirmed on", "Cancelled on"),
        ("Aangenomen", "Removed on"),
    ] {
        let (rows, remarks) = told(accepted, withdrawn);
        let expected = "Una Ek,accepted\nIvo Dahl,withdrawn\nMia Sol,pending\n";
        assert_eq!(rows, expected, "{accepted}\n{remarks}");
    }
    let (rows, remarks) = told("Meeting confirmed on", "Deleted at");
    assert_eq!(rows.matches("pending").count(), 3, "{rows}{remarks}");
    assert!(remarks.contains("unread-column"), "{remarks}");
}

#[test]
fn the_day_sent_is_heard_where_the_days_of_outcomes_are() {
    let rows = "Una Ek,in/una-ek,2026-09-01,2026-09-05,\nMia Sol,in/mia-sol,2026-09-03,,\n";
    let content = format!("Name,LinkedIn,วันที่ส่ง,วันที่ยอมรับ,วันที่ยกเลิก\n{rows}");
    let folder = Folder::new().file("anna.csv", content);
    let read = folder.read("anna.csv").unwrap();
    let expected = "name,state\nUna Ek,accepted\nMia Sol,pending\n";
    assert_eq!(csv(&read, "name state"), expected, "{}", folder.findings(&read));
}

#[test]
fn a_heading_that_asks_for_an_answer_is_heard() {
    for heading in
        ["Accepted (yes/no)", "Accepted yes/no", "\"Accepted\n(yes/no)\"", "Accepted (Y/N)"]
    {
        let content = format!(
            "Name,LinkedIn,Date sent,{heading}\nUna Ek,in/una-ek,2026-09-01,yes\n\
             Ivo Dahl,in/ivo-dahl,2026-09-02,no\n"
        );
        let folder = Folder::new().file("anna.csv", content);
        let read = folder.read("anna.csv").unwrap();
        let expected = "name,state\nUna Ek,accepted\nIvo Dahl,pending\n";
        assert_eq!(csv(&read, "name state"), expected, "{heading}\n{}", folder.findings(&read));
    }
}

#[test]
fn the_day_of_a_status_is_that_of_the_outcome() {
    let days = ["7/1/26", "10/1/26"];
    let sent = days.map(|day| sent("Una Ek", "una-ek", &format!("{day}, 9:00 AM"), ""));
    for (heading, status, state) in [
        ("Status,Status date", "Declined", "declined"),
        ("Outcome,Outcome date", "Withdrawn", "withdrawn"),
    ] {
        let sheet = format!("Name,LinkedIn,{heading}\nUna Ek,in/una-ek,{status},2026-07-20\n");
        let folder = Folder::new()
            .file("d/anna/Invitations.csv", format!("{URLS}{}", sent.concat()))
            .file("d/anna/o.csv", sheet);
        let read = folder.read("d").unwrap();
        let expected = format!("state,known_by\n{state},recorded\npending,presumed\n");
        assert_eq!(csv(&read, "state known_by"), expected, "{}", folder.findings(&read));
    }
}
