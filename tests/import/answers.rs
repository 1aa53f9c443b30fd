//! Yes and no in columns that tell what became of invitations, as databases and people of other
//! countries write them; and words that nobody understands, which decide nothing and are said.

use crate::data::{Folder, csv, findings};

/// People of a sheet with what it says of acceptances and withdrawals.
fn sheet(header: &str, rows: &[(&str, &str)]) -> String {
    let rows = rows.iter().enumerate().map(|(at, (accepted, withdrawn))| {
        format!("https://www.linkedin.com/in/p{at},2026-09-01,{accepted},{withdrawn}\n")
    });
    format!("Profile URL,Date sent,{header}\n{}", rows.collect::<String>())
}

#[test]
fn letters_and_signs_are_answers_where_a_column_has_no_other_values() {
    for (no, yes) in [
        ("f", "t"),
        ("F", "T"),
        ("×", "○"),
        ("✕", "◯"),
        ("X", "O"),
        ("✗", "✓"),
        ("x", "✔"),
        ("○", "●"),
        ("☐", "☒"),
        ("F", "V"),
        ("N", "S"),
        ("0", "1"),
    ] {
        for header in ["Accepted,Withdrawn", "Angenommen,Zurückgezogen", "Is accepted,Is withdrawn"]
        {
            let rows = [(no, no), (yes, no), (no, yes)];
            let folder = Folder::new().file("sheet.csv", sheet(header, &rows));
            let read = folder.clean("sheet.csv");
            let expected = "person,state,withdrawn_on\nin/p0,pending,\nin/p1,accepted,\n\
                            in/p2,withdrawn,\n";
            assert_eq!(csv(&read, "person state withdrawn_on"), expected, "{no} {header}");
        }
    }
}

#[test]
fn words_that_nobody_understands_decide_nothing_and_are_said() {
    let words = ["maybe", "see notes", "f", "×", "next week", "call Bea"];
    let rows: Vec<(&str, &str)> = words.iter().map(|word| (*word, *word)).collect();
    for header in ["Accepted on,Withdrawn on", "Replied on,Declined on"] {
        let folder = Folder::new().file("sheet.csv", sheet(header, &rows));
        let read = folder.read("sheet.csv").unwrap();
        let states = csv(&read, "state");
        assert_eq!(states.matches("pending").count(), words.len(), "{header}: {states}");
        let skipped = folder.skipped(&read);
        for word in words.iter().filter(|word| **word != "×") {
            assert_eq!(skipped.matches(&format!("`{word}` is not a date")).count(), 2, "{skipped}");
        }
    }
}

#[test]
fn words_beside_days_decide_nothing_and_are_said() {
    let rows = "Profile URL,Date sent,Accepted on,Is accepted
https://www.linkedin.com/in/a,2026-09-01,2026-09-05,yes
https://www.linkedin.com/in/b,2026-09-01,,perhaps
https://www.linkedin.com/in/c,2026-09-01,,no
";
    let folder = Folder::new().file("sheet.csv", rows);
    let read = folder.clean("sheet.csv");
    assert_eq!(
        csv(&read, "person state"),
        "person,state\nin/a,accepted\nin/b,pending\nin/c,pending\n"
    );
    let remarks = folder.findings(&read);
    assert!(remarks.contains("column `Is accepted`: 1 of 3 value(s) are words"), "{remarks}");
    assert!(remarks.contains("perhaps (1)"), "{remarks}");
}

#[test]
fn times_that_cannot_be_read_as_days_say_that_it_happened() {
    let times =
        ["2026-02-30", "last week", "2 months ago", "end of August", "25/08", "20260903", "Monday"];
    let rows: Vec<(&str, &str)> = times.iter().map(|time| ("", *time)).collect();
    let folder = Folder::new().file("sheet.csv", sheet("Accepted on,Withdrawn on", &rows));
    let states = csv(&folder.read("sheet.csv").unwrap(), "state");
    assert_eq!(states.matches("withdrawn").count(), times.len(), "{states}");
}

#[test]
fn what_was_sent_and_has_a_note_is_asked_alike() {
    let rows = "Profile URL,Date,Invite sent?,Status,Note used
https://www.linkedin.com/in/a,2026-09-01,t,Pending,t
https://www.linkedin.com/in/b,2026-09-01,f,,f
https://www.linkedin.com/in/c,2026-09-01,t,Pending,f
";
    let folder = Folder::new().file("sheet.csv", rows);
    let read = folder.clean("sheet.csv");
    let expected = "person,has_note\nin/a,true\nin/c,false\n";
    assert_eq!(csv(&read, "person has_note"), expected, "{}", findings(&read));
}

#[test]
fn rows_of_invitations_know_the_same_answers() {
    let rows = "person,state,sent_at,withdrawn_on,has_note
in/a,pending,2026-09-01,f,t
in/b,pending,2026-09-01,t,f
in/c,pending,2026-09-01,f,f
";
    let folder = Folder::new().file("rows.csv", rows);
    let read = folder.read("rows.csv").unwrap();
    let expected = "person,state,has_note\nin/a,pending,true\nin/b,withdrawn,false\n\
                    in/c,pending,false\n";
    assert_eq!(csv(&read, "person state has_note"), expected);
}
