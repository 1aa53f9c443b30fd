//! Slips of the pen and of programs: nobody becomes pending, or is gone, by one without a word.

use crate::data::{Folder, csv};

const IN: &str = "https://www.linkedin.com/in";

/// The state of every person, and what is said of the sheet and of its rows and cells.
fn told(content: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file("anna.csv", content);
    let read = folder.read("anna.csv").unwrap();
    let rows = csv(&read, "name state");
    let mut rows: Vec<String> = rows.lines().skip(1).map(str::to_owned).collect();
    rows.sort();
    (rows, format!("{}\n{}", folder.findings(&read), folder.skipped(&read)))
}

#[test]
fn a_quote_that_closes_in_a_later_row_costs_the_row_that_opens_it() {
    let rows = |begin: &str, end: &str| {
        format!(
            "Name,LinkedIn,Date sent,Notes,Status\nUna Ek,{IN}/una-ek,2026-09-01,{begin},Pending\n\
             Ivo Dahl,{IN}/ivo-dahl,2026-09-02,{end},Accepted\n\
             Mia Sol,{IN}/mia-sol,2026-09-03,,Withdrawn\n"
        )
    };
    let (states, remarks) = told(&rows("\"fine", "ok\""));
    assert_eq!(states, ["Ivo Dahl,accepted", "Mia Sol,withdrawn"], "{remarks}");
    let expected = "row 2, column `Notes`: a quote that is opened here and closed in a later row";
    assert!(remarks.contains(expected), "{remarks}");
    // A note of several lines is one.
    let (states, remarks) =
        told(&rows("\"Hi,\nsee in/una-ek, or call, on 2026-09-01\"", "\"a\nb\""));
    assert_eq!(states, ["Ivo Dahl,accepted", "Mia Sol,withdrawn", "Una Ek,pending"], "{remarks}");
    assert!(!remarks.contains("closed in a later row"), "{remarks}");
}

#[test]
fn whoever_was_sent_to_on_a_day_that_lies_ahead_stays() {
    let (rows, remarks) = told(&format!(
        "Name,LinkedIn,Date sent,Status\nUna Ek,{IN}/una-ek,2027-09-01,Accepted\n\
         Ivo Dahl,{IN}/ivo-dahl,2027-09-02,Withdrawn\nMia Sol,{IN}/mia-sol,2026-09-03,Pending\n\
         Ada Bo,{IN}/ada-bo,2027-09-03,Pending\n"
    ));
    let expected = ["Ada Bo,pending", "Ivo Dahl,withdrawn", "Mia Sol,pending", "Una Ek,accepted"];
    assert_eq!(rows, expected, "{remarks}");
    assert!(remarks.contains("`2027-09-01` is in the future"), "{remarks}");
}

#[test]
fn a_word_for_another_outcome_is_that_outcome_and_is_said() {
    let told = |column: &str, words: [&str; 3]| {
        let people = ["una-ek", "ivo-dahl", "mia-sol"];
        let rows = people
            .iter()
            .zip(words)
            .map(|(slug, word)| format!("{slug},{IN}/{slug},2026-09-01,{word}\n"));
        told(&format!("Name,LinkedIn,Date sent,{column}\n{}", rows.collect::<String>()))
    };
    for (column, words, states) in [
        ("Accepted", ["Withdrawn", "Declined", "yes"], ["withdrawn", "declined", "accepted"]),
        (
            "Accepted?",
            ["No - withdrawn", "no (declined)", ""],
            ["withdrawn", "declined", "pending"],
        ),
        ("Withdrawn", ["accepted", "Connected", "yes"], ["accepted", "accepted", "withdrawn"]),
        (
            "Accepted on",
            ["withdrawn 2026-10-05", "2026-10-05", ""],
            ["withdrawn", "accepted", "pending"],
        ),
    ] {
        let (rows, remarks) = told(column, words);
        let [una, ivo, mia] = states;
        let expected =
            [format!("ivo-dahl,{ivo}"), format!("mia-sol,{mia}"), format!("una-ek,{una}")];
        assert_eq!(rows, expected, "{column} {words:?}\n{remarks}");
        assert!(remarks.contains("words for another outcome"), "{column}\n{remarks}");
        assert!(!remarks.contains("is not a date"), "{column}\n{remarks}");
    }
    // What says that nothing came yet, says nothing.
    for (column, words) in
        [("Accepted", ["pending", "Waiting", "yes"]), ("Replied", ["not yet"; 3])]
    {
        let (_, remarks) = told(column, words);
        assert!(
            !remarks.contains("is not a date") && !remarks.contains("another outcome"),
            "{remarks}"
        );
    }
}

#[test]
fn what_nobody_chose_or_what_is_planned_decides_nothing() {
    let (rows, remarks) = told(&format!(
        "Name,LinkedIn,Date sent,Status\nUna Ek,{IN}/una-ek,2026-09-01,accepted/withdrawn\n\
         Ivo Dahl,{IN}/ivo-dahl,2026-09-01,\"was accepted, now removed\"\n\
         Mia Sol,{IN}/mia-sol,2026-09-01,Pending\n"
    ));
    assert_eq!(rows, ["Ivo Dahl,accepted", "Mia Sol,pending", "Una Ek,pending"], "{remarks}");
    assert!(
        remarks.contains("nobody explained, and decide nothing: accepted/withdrawn (1)"),
        "{remarks}"
    );
    let (rows, remarks) = told(&format!(
        "Name,LinkedIn,Date sent,Withdrawn on\nUna Ek,{IN}/una-ek,2026-09-01,2026-10-05 (planned)\n\
         Ivo Dahl,{IN}/ivo-dahl,2026-09-01,2026-10-05 (auto)\n"
    ));
    assert_eq!(rows, ["Ivo Dahl,withdrawn", "Una Ek,pending"], "{remarks}");
    assert!(
        remarks.contains("`2026-10-05 (planned)` is planned, and has not happened"),
        "{remarks}"
    );
}
