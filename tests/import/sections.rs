//! Tables without a column of states that say them otherwise: by what their sheet or file is
//! called, or by rows with nothing but a word above those of which it holds.

use crate::data::{Folder, csv};

const PEOPLE: [&str; 4] = ["una-ek", "ivo-dahl", "mia-sol", "leo-may"];

fn row(person: usize) -> String {
    let slug = PEOPLE[person];
    format!("{slug},https://www.linkedin.com/in/{slug},2026-10-0{}\n", person + 2)
}

const HEADER: &str = "Name,LinkedIn,Date sent\n";

fn table(person: usize) -> String {
    format!("{HEADER}{}", row(person))
}

fn states(folder: &Folder, data: &str) -> (Vec<String>, String) {
    let read = folder.read(data).unwrap();
    let rows = csv(&read, "name state");
    (rows.lines().skip(1).map(String::from).collect(), folder.findings(&read))
}

#[test]
fn a_file_is_of_the_state_that_it_is_called() {
    let mut folder = Folder::new();
    let names = ["Pending", "accepted", "Withdrawn invitations", "Abgelehnt"];
    for (at, name) in names.into_iter().enumerate() {
        folder = folder.file(&format!("anna/{name}.csv"), table(at));
    }
    let (mut rows, remarks) = states(&folder, "anna");
    rows.sort();
    let expected = ["ivo-dahl,accepted", "leo-may,declined", "mia-sol,withdrawn", "una-ek,pending"];
    assert_eq!(rows, expected, "{remarks}");
    assert!(remarks.contains("accepted.csv: its 1 row(s) are taken for `accepted`"), "{remarks}");
    assert!(!remarks.contains("taken for `Pending`"), "{remarks}");
}

#[test]
fn what_is_to_be_done_or_has_states_of_its_own_is_not() {
    let plain_table = "Name,Date sent,Status\nUna Ek,2026-10-02,Pending\n";
    for (name, sheet) in [
        ("withdraw", table(0)),
        ("new", table(0)),
        ("accepted 0", table(0)),
        ("withdrawn", plain_table.to_owned()),
    ] {
        let folder = Folder::new().file(&format!("{name}.csv"), sheet);
        let (rows, remarks) = states(&folder, &format!("{name}.csv"));
        assert!(rows.len() == 1 && rows[0].ends_with(",pending"), "{name}: {rows:?}");
        assert!(!remarks.contains("guessed-state"), "{remarks}");
    }
}

#[test]
fn a_state_alone_is_that_of_the_rows_below_it() {
    for (heading, ending) in [("", ",,"), ("🎉 ", ",,"), ("", "")] {
        let section = |word: &str, at: usize| format!("{heading}{word}{ending}\n{}", row(at));
        let sheet =
            [table(0), section("ACCEPTED", 1), section("Withdrawn", 2), section("Pending", 3)];
        let folder = Folder::new().file("anna.csv", sheet.concat());
        let (rows, remarks) = states(&folder, "anna.csv");
        let expected =
            ["una-ek,pending", "ivo-dahl,accepted", "mia-sol,withdrawn", "leo-may,pending"];
        assert_eq!(rows, expected, "{heading}{ending}\n{remarks}");
        let named = format!("anna.csv: row 3 `{heading}ACCEPTED`, row 5 `{heading}Withdrawn`");
        assert!(remarks.contains(&named), "{remarks}");
        assert!(!remarks.contains("without an invitation"), "{remarks}");
    }
}

#[test]
fn a_word_for_a_state_is_heard_among_others() {
    for (name, state) in [
        ("Accepted (2)", "accepted"),
        ("Accepted 1", "accepted"),
        ("accepted-oct", "accepted"),
        ("lea-withdrawn", "withdrawn"),
        ("to be withdrawn", "pending"),
        ("not declined", "pending"),
        ("accepted or declined", "pending"),
    ] {
        let folder = Folder::new().file(&format!("{name}.csv"), table(0));
        let (rows, remarks) = states(&folder, &format!("{name}.csv"));
        assert_eq!(rows, [format!("una-ek,{state}")], "{name}\n{remarks}");
        assert_eq!(remarks.contains("guessed-state"), state != "pending", "{remarks}");
    }
    for (heading, state) in [
        ("Accepted in October (2)", "accepted"),
        ("Connected with us", "accepted"),
        ("== WITHDRAWN ==", "withdrawn"),
        ("Withdrawn in October (1)", "withdrawn"),
    ] {
        let sheet = format!("{HEADER}Pending,,\n{}{heading},,\n{}", row(0), row(1));
        let folder = Folder::new().file("anna.csv", sheet);
        let (rows, remarks) = states(&folder, "anna.csv");
        assert_eq!(rows, ["una-ek,pending".into(), format!("ivo-dahl,{state}")], "{remarks}");
        assert!(remarks.contains(&format!("row 4 `{heading}`")), "{remarks}");
    }
}

#[test]
fn a_heading_that_is_not_understood_ends_the_group_above() {
    for heading in ["Batch 2", "Withdrawn (plan)", "Possibly accepted", "Amina Accepted"] {
        let sheet = format!("{HEADER}Accepted,,\n{}{heading},,\n{}", row(0), row(1));
        let folder = Folder::new().file("anna.csv", sheet);
        let (rows, remarks) = states(&folder, "anna.csv");
        assert!(rows.contains(&"una-ek,accepted".into()), "{heading} {rows:?}\n{remarks}");
        assert!(rows.contains(&"ivo-dahl,pending".into()), "{heading} {rows:?}\n{remarks}");
        assert!(
            remarks.contains(&format!("warn unheard-state -: DIR/anna.csv: row 4 `{heading}`"))
        );
    }
}

#[test]
fn plurals_are_heard_and_what_may_mean_otherwise_is_said() {
    for (heading, state) in [
        ("Aceptadas", "accepted"),
        ("Aceitos", "accepted"),
        ("Accettati", "accepted"),
        ("Retirées", "withdrawn"),
        ("Angenommene Einladungen", "accepted"),
        ("Kabul edilenler", "accepted"),
    ] {
        let sheet = format!("{HEADER}{}{heading},,\n{}", row(0), row(1));
        let (rows, remarks) = states(&Folder::new().file("anna.csv", sheet), "anna.csv");
        assert_eq!(rows, ["una-ek,pending".to_owned(), format!("ivo-dahl,{state}")], "{remarks}");
    }
    for heading in ["Old (withdrawn)", "Withdrawn by Lea", "They invited me", "InMail", "XING"] {
        let sheet = format!("{HEADER}{}{heading},,\n{}", row(0), row(1));
        let folder = Folder::new().file("anna.csv", sheet);
        let (_, remarks) = states(&folder, "anna.csv");
        assert!(
            remarks.contains(&format!("warn unheard-state -: DIR/anna.csv: row 3 `{heading}`")),
            "{remarks}"
        );
    }
}

#[test]
fn a_list_of_the_sent_page_is_pending_whatever_its_file_is_called() {
    for name in ["withdrawn", "expired-soon", "cancelled-event"] {
        let list = "Name,Profile URL,Sent\nUna Ek,in/una-ek,Sent 3 months ago\n";
        let folder = Folder::new().file(&format!("{name}.csv"), list);
        let (rows, remarks) = states(&folder, &format!("{name}.csv"));
        assert_eq!(rows, ["Una Ek,pending"], "{remarks}");
        assert!(remarks.contains("unheard-state"), "{remarks}");
    }
}

#[test]
fn rows_below_another_header_are_read_by_it() {
    let told = |content: String| {
        let folder = Folder::new().file("anna.csv", content);
        let read = folder.read("anna.csv").unwrap();
        let rows = csv(&read, "name state");
        let remarks = format!("{}\n{}", folder.findings(&read), folder.skipped(&read));
        (rows.split_once('\n').unwrap().1.to_owned(), remarks)
    };
    let first = "Name,LinkedIn,Date sent,Status\nUna Ek,in/una-ek,2026-09-01,Pending\n";
    // A heading gives its state to rows of other columns.
    let (rows, remarks) = told(format!(
        "{first}Withdrawn\nName,LinkedIn,Date sent,Withdrawn on\n\
         Ivo Dahl,in/ivo-dahl,2026-09-03,2026-10-03\n"
    ));
    assert_eq!(rows, "Una Ek,pending\nIvo Dahl,withdrawn\n", "{remarks}");
    assert!(remarks.contains("what stands in `Withdrawn on` is not read"), "{remarks}");
    let (rows, remarks) = told(format!(
        "{first}Status,Date sent,LinkedIn,Name\nAccepted,2026-09-03,in/ivo-dahl,Ivo Dahl\n\
         Name,LinkedIn,Date sent,Status\nMia Sol,in/mia-sol,2026-09-04,Declined\n"
    ));
    assert_eq!(rows, "Una Ek,pending\nIvo Dahl,accepted\nMia Sol,declined\n", "{remarks}");
}
