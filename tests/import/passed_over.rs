//! Files that look like tables by their names and are not read, and advice that is none.

use crate::data::{Folder, URLS, csv, sent};

#[test]
fn what_is_called_like_a_table_in_another_form_is_said() {
    let archive = format!("{URLS}{}", sent("Una Ek", "una-ek", "9/1/26, 9:00 AM", ""));
    let with = |name: &str| {
        let folder = Folder::new()
            .file("d/lea/Invitations.csv", &archive)
            .file(&format!("d/lea/{name}"), "abc");
        let read = folder.read("d").unwrap();
        folder.findings(&read)
    };
    for name in [
        "Connections.csv.gz",
        "Connections.csv.bak",
        "Connections.csv~",
        "Connections.gsheet",
        "Connections.csv.crdownload",
    ] {
        let remarks = with(name);
        let expected = format!("warn unreadable-file -: DIR/d/lea/{name}: not read");
        assert!(remarks.contains(&expected), "{remarks}");
    }
    for name in ["~$tracker.xlsx", "Connections.csv.sha256", "notes.gz"] {
        assert_eq!(with(name), "", "{name}");
    }
}

#[test]
fn remarks_divide_no_account() {
    let rows = "Una Ek,in/una-ek,2026-09-01,a\nUna Ek,in/una-ek,2026-09-01,b\n\
                Ivo Dahl,in/ivo-dahl,2026-09-01,a\nIvo Dahl,in/ivo-dahl,2026-09-01,b\n";
    let remarks = |column: &str| {
        let content = format!("Name,LinkedIn,Date sent,{column}\n{rows}");
        let folder = Folder::new().file("t.csv", content);
        let read = folder.read("t.csv").unwrap();
        assert_eq!(csv(&read, "name").lines().count(), 3);
        folder.findings(&read)
    };
    assert!(!remarks("Notes").contains("which account invited"), "{}", remarks("Notes"));
    assert!(remarks("Desk").contains("which account invited"), "{}", remarks("Desk"));
}

#[test]
fn where_no_row_is_usable_the_files_are_named_that_were_passed_over() {
    let folder = Folder::new().file("lea/Sent.csv", "Name,Profile\nUna Ek,in/una-ek\n");
    let error = folder.read("lea").err().unwrap();
    let help = miette::Diagnostic::help(&error).unwrap().to_string();
    assert!(help.contains("lea/Sent.csv was passed over: it names people"), "{help}");
}
