//! When lists of the Sent page were taken: by their days, those of their folders, and the ages in
//! them, which may contradict each other and what sheets know.

use crate::data::{Folder, URLS, csv, read, sent, settings};

/// A list of these people with these ages.
fn list(rows: &[(&str, &str)]) -> String {
    let row = |(slug, age): &(&str, &str)| format!("{slug},in/{slug},Sent {age} ago\n");
    format!("Name,Profile URL,Sent\n{}", rows.iter().map(row).collect::<String>())
}

/// The states of everybody, and what is said.
fn states(folder: &Folder, path: &str) -> (Vec<String>, String) {
    let read = folder.read(path).unwrap();
    let rows = csv(&read, "account name state known_by");
    (rows.lines().skip(1).map(str::to_owned).collect(), folder.findings(&read))
}

#[test]
fn lists_without_days_whose_ages_exclude_each_other_are_said() {
    let archive = [("una-ek", "9/1/26"), ("ivo-dahl", "9/2/26")]
        .map(|(slug, day)| sent(slug, slug, &format!("{day}, 9:00 AM"), ""));
    let with = |first: &str, second: &str| {
        let folder = Folder::new()
            .file("d/lea/Invitations.csv", format!("{URLS}{}", archive.concat()))
            .file("d/lea/sent1.csv", list(&[("una-ek", first), ("ivo-dahl", first)]))
            .file("d/lea/sent2.csv", list(&[("una-ek", second)]));
        states(&folder, "d").1
    };
    let remarks = with("2 weeks", "2 months");
    assert!(remarks.contains("warn older-list lea: 1 person(s) have two ages"), "{remarks}");
    assert!(remarks.contains("una-ek (14 and 59 days)"), "{remarks}");
    let remarks = with("2 months", "2 months");
    assert!(!remarks.contains("older-list"), "{remarks}");
}

#[test]
fn who_is_on_a_list_and_over_by_a_sheet_is_said() {
    let row =
        |slug: &str, age: &str| format!("{slug},in/{slug},Sent {age} ago,2026-11-22T08:00:00Z\n");
    let list = format!(
        "Name,Profile URL,Sent,timestamp\n{}{}",
        row("una-ek", "2 months"),
        row("ivo-dahl", "2 months")
    );
    let sheet = |withdrawn: &str| {
        format!(
            "Name,LinkedIn,Date sent,Status,Withdrawn on\n\
             una-ek,in/una-ek,2026-09-01,Accepted,\nivo-dahl,in/ivo-dahl,2026-09-02,{withdrawn}\n"
        )
    };
    let with = |withdrawn: &str| {
        let folder =
            Folder::new().file("d/lea/sent.csv", &list).file("d/lea/tracker.csv", sheet(withdrawn));
        states(&folder, "d").1
    };
    let remarks = with("Withdrawn,");
    assert!(
        remarks.contains("2 invitation(s) are on the list of the Sent page and over"),
        "{remarks}"
    );
    assert!(remarks.contains("ivo-dahl (withdrawn), una-ek (accepted)"), "{remarks}");
    // What was withdrawn after the list was taken is no contradiction.
    let remarks = with("Withdrawn,2026-11-22");
    assert!(
        remarks.contains("1 invitation(s) are on the list of the Sent page and over"),
        "{remarks}"
    );
}

#[test]
fn lists_in_folders_of_days_are_one_accounts_and_of_those_days() {
    for (root, given) in [("lea", "lea"), ("d/lea", "d")] {
        let path = |day: &str| format!("{root}/{day}/sent.csv");
        let folder = Folder::new()
            .file(&path("2026-09-20"), list(&[("una-ek", "2 weeks"), ("ivo-dahl", "2 weeks")]))
            .file(&path("2026-11-20"), list(&[("una-ek", "2 months")]));
        let (rows, remarks) = states(&folder, given);
        assert_eq!(rows, ["lea,una-ek,pending,listed"], "{remarks}");
        assert!(remarks.contains("taken to be of 2026-11-20, as its name says"), "{remarks}");
    }
}

#[test]
fn what_was_sent_on_the_day_of_a_list_may_be_later_than_it() {
    let archive = [("una-ek", "9/1/26"), ("ivo-dahl", "11/10/26"), ("mia-sol", "11/9/26")]
        .map(|(slug, day)| sent(slug, slug, &format!("{day}, 9:00 AM"), ""));
    let folder = Folder::new()
        .file("d/lea/Invitations.csv", format!("{URLS}{}", archive.concat()))
        .file("d/lea/sent 2026-11-10.csv", list(&[("una-ek", "2 months")]));
    let (rows, remarks) = states(&folder, "d");
    let expected = [
        "lea,una-ek,pending,listed",
        "lea,mia-sol,withdrawn,presumed",
        "lea,ivo-dahl,pending,presumed",
    ];
    assert_eq!(rows, expected, "{remarks}");
}

#[test]
fn files_side_by_side_are_of_the_only_account_there_is() {
    let tracker = "Name,LinkedIn,Date sent\nUna Ek,in/una-ek,2026-09-01\n\
                   Ivo Dahl,in/ivo-dahl,2026-09-02\n";
    let withdrawals = "Name,LinkedIn,Withdrawn on\nUna Ek,in/una-ek,2026-10-01\n";
    let connections = format!(
        "{}Ivo,Dahl,https://www.linkedin.com/in/ivo-dahl,,,,05 Sep 2026\n",
        crate::data::CONNECTIONS
    );
    let folder = Folder::new()
        .file("t.csv", tracker)
        .file("w.csv", withdrawals)
        .file("Connections.csv", connections);
    let states = |names: &[&str]| {
        let sources: Vec<_> = names.iter().map(|name| (None, folder.path(name))).collect();
        let read = read(&sources, &settings()).unwrap();
        let rows = csv(&read, "account name state");
        (rows.split_once('\n').unwrap().1.to_owned(), folder.findings(&read))
    };
    let (rows, remarks) = states(&["t.csv", "w.csv"]);
    assert_eq!(rows, "t,Una Ek,withdrawn\nt,Ivo Dahl,pending\n", "{remarks}");
    assert!(remarks.contains("account-unnamed t: DIR/t.csv"), "{remarks}");
    let (rows, remarks) = states(&["w.csv", "Connections.csv", "t.csv"]);
    assert_eq!(rows, "t,Una Ek,withdrawn\nt,Ivo Dahl,accepted\n", "{remarks}");
}
