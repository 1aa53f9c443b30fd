//! LinkedIn's Invitations.csv with columns that somebody added.

use crate::data::{Folder, URLS, csv, sent};

/// What becomes of Ada, Ben and Cy, whose rows end so below a header that ends so.
fn with_added(header: &str, cells: [&str; 3]) -> (String, String) {
    let people = [("Ada Ash", "ada-ash"), ("Ben Birk", "ben-birk"), ("Cy Cole", "cy-cole")];
    let rows = people.iter().zip(cells).map(|((name, slug), cells)| {
        let row = sent(name, slug, "11/1/26, 9:00 PM", "");
        format!("{},{cells}\n", row.trim_end())
    });
    let table = format!("{},{header}\n{}", URLS.trim_end(), rows.collect::<String>());
    let folder = Folder::new().file("anna/Invitations.csv", table);
    let read = folder.read("anna").unwrap();
    (csv(&read, "person state withdrawn_on"), folder.findings(&read))
}

#[test]
fn added_columns_are_heard_as_those_of_a_sheet() {
    let (rows, remarks) = with_added("Status", ["accepted", "withdrawn", "pending"]);
    let expected = "person,state,withdrawn_on\nin/ada-ash,accepted,\nin/ben-birk,withdrawn,\n\
                    in/cy-cole,pending,\n";
    assert_eq!((rows.as_str(), remarks.as_str()), (expected, ""));
    let (rows, _) = with_added("Withdrawn on,Accepted", [",yes", "2026-11-03,", ","]);
    let expected = "person,state,withdrawn_on\nin/ada-ash,accepted,\n\
                    in/ben-birk,withdrawn,2026-11-03\nin/cy-cole,pending,\n";
    assert_eq!(rows, expected);
}

#[test]
fn what_was_added_and_is_not_understood_is_said() {
    let (rows, remarks) = with_added("My mark", ["yes", "no", ""]);
    assert_eq!(rows.matches(",pending,").count(), 3, "{rows}");
    assert!(
        remarks.contains("unread-column") && remarks.contains("`My mark` (yes or no"),
        "{remarks}"
    );
}

#[test]
fn an_added_column_without_a_name_is_heard() {
    let (rows, remarks) = with_added("", ["accepted", "", ""]);
    assert!(rows.contains("in/ada-ash,accepted"), "{rows} {remarks}");
}
