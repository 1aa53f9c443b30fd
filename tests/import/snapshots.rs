//! A sheet on several days: what the later one says counts, whichever is given first, and nobody
//! who accepted becomes pending without a word.

use crate::data::{Folder, URLS, csv, read, sent, settings};

const HEADER: &str = "Name,LinkedIn,Date sent,Status\n";

fn row(slug: &str, day: &str, status: &str) -> String {
    format!("{slug},https://www.linkedin.com/in/{slug},{day},{status}\n")
}

fn derived(folder: &Folder, names: &[&str]) -> (String, String) {
    let sources: Vec<_> = names.iter().map(|name| (None, folder.path(name))).collect();
    let read = read(&sources, &settings()).unwrap();
    let rows = csv(&read, "account name state");
    (rows.split_once('\n').unwrap().1.to_owned(), folder.findings(&read))
}

#[test]
fn sheets_of_two_days_are_one_and_the_later_one_counts() {
    let first = [
        row("una-ek", "2026-10-02", "Pending"),
        row("ivo-dahl", "2026-10-03", "Declined"),
        row("mia-sol", "2026-10-04", "Accepted"),
    ];
    let second = [
        row("una-ek", "2026-10-02", "Accepted"),
        row("ivo-dahl", "2026-10-03", "Withdrawn"),
        row("mia-sol", "2026-10-04", "Pending"),
    ];
    for (one, other, account) in [
        ("tracker-2026-10.csv", "tracker-2026-11.csv", "tracker"),
        ("Tracker 2026-11-01.csv", "Tracker 2026-11-20.csv", "tracker"),
        ("tracker oct.csv", "tracker nov.csv", "tracker"),
    ] {
        let folder = Folder::new()
            .file(one, format!("{HEADER}{}", first.concat()))
            .file(other, format!("{HEADER}{}", second.concat()));
        let expected = format!(
            "{account},una-ek,accepted\n{account},ivo-dahl,withdrawn\n{account},mia-sol,accepted\n"
        );
        for names in [[one, other], [other, one]] {
            let (rows, remarks) = derived(&folder, &names);
            assert_eq!(rows, expected, "{names:?}\n{remarks}");
            assert!(remarks.contains("one sheet on several days"), "{remarks}");
            assert!(remarks.contains("1 invitation(s) ended otherwise here"), "{remarks}");
            assert!(remarks.contains("warn pending-after-end"), "{remarks}");
        }
    }
}

#[test]
fn files_that_differ_in_more_than_a_day_are_two() {
    let folder = Folder::new()
        .file("anna-2026-10.csv", format!("{HEADER}{}", row("una-ek", "2026-10-02", "Pending")))
        .file("ben-2026-11.csv", format!("{HEADER}{}", row("una-ek", "2026-10-02", "Pending")));
    let (rows, remarks) = derived(&folder, &["anna-2026-10.csv", "ben-2026-11.csv"]);
    assert_eq!(rows.lines().count(), 2, "{rows}{remarks}");
    assert!(!remarks.contains("several days"), "{remarks}");
}

#[test]
fn who_accepted_is_not_pending_by_a_later_row() {
    for rows in [
        [row("una-ek", "2026-06-10", "Accepted"), row("una-ek", "2026-10-10", "Pending")],
        [row("una-ek", "2026-10-10", "Pending"), row("una-ek", "2026-06-10", "Accepted")],
        [row("una-ek", "2026-06-10", "Connected"), row("una-ek", "2026-10-10", "Sent")],
    ] {
        let folder = Folder::new().file("anna.csv", format!("{HEADER}{}", rows.concat()));
        let (rows, remarks) = derived(&folder, &["anna.csv"]);
        assert!(!rows.contains("pending"), "{rows}{remarks}");
        assert!(remarks.contains("warn accepted-before"), "{remarks}");
    }
    // Whoever declined or was withdrawn may have been invited again.
    for end in ["Declined", "Withdrawn"] {
        let rows = [row("una-ek", "2026-06-10", end), row("una-ek", "2026-10-10", "Pending")];
        let folder = Folder::new().file("anna.csv", format!("{HEADER}{}", rows.concat()));
        let (rows, remarks) = derived(&folder, &["anna.csv"]);
        assert!(rows.ends_with("una-ek,pending\n"), "{rows}{remarks}");
        assert!(!remarks.contains("accepted-before"), "{remarks}");
    }
}

const ARCHIVE: [(&str, &str, &str); 2] =
    [("Una Ek", "una-ek", "10/2/26, 9:00 AM"), ("Ivo Dahl", "ivo-dahl", "9/2/26, 9:00 AM")];

#[test]
fn days_that_differ_from_the_archives_are_counted() {
    let rows = ARCHIVE.map(|(name, slug, at)| sent(name, slug, at, ""));
    let sheet = [row("una-ek", "2026-05-05", "Pending"), row("ivo-dahl", "2026-09-03", "Pending")];
    let folder = Folder::new()
        .file("d/anna/Invitations.csv", format!("{URLS}{}", rows.concat()))
        .file("d/sheet.csv", format!("{HEADER}{}", sheet.concat()));
    let read = folder.read("d").unwrap();
    assert_eq!(csv(&read, "name state"), "name,state\nIvo Dahl,pending\nUna Ek,pending\n");
    let remarks = folder.findings(&read);
    assert!(remarks.contains("sheet.csv: 1 person(s) were invited on another day"), "{remarks}");
    assert!(remarks.contains("(1 earlier)"), "{remarks}");
}

#[test]
fn a_list_of_several_seats_is_of_each_and_as_old_as_it_is() {
    let row = |seat: &str, slug: &str| {
        let url = "https://www.linkedin.com/in";
        format!("{url}/{seat},{url}/{slug},Sent 2 months ago,2026-10-24T00:00:00Z\n")
    };
    let rows =
        [row("anna-berg", "una-ek"), row("ben-alt", "ivo-dahl"), row("anna-berg", "mia-sol")];
    let list = format!("senderProfileUrl,profileUrl,sentDate,timestamp\n{}", rows.concat());
    let folder = Folder::new().file("sent.csv", list);
    let read = folder.read("sent.csv").unwrap();
    let rows = csv(&read, "account person age_days");
    for expected in ["anna-berg,in/una-ek,89", "ben-alt,in/ivo-dahl,89", "anna-berg,in/mia-sol,89"]
    {
        assert!(rows.contains(expected), "{rows}");
    }
    let remarks = folder.findings(&read);
    assert!(remarks.contains("nothing follows from who is not on it"), "{remarks}");
}

#[test]
fn a_log_of_outcomes_alone_is_said() {
    let rows = "2026-10-05,invite_accepted,https://www.linkedin.com/in/una-ek\n\
        2026-10-06,invite_declined,https://www.linkedin.com/in/ivo-dahl\n";
    let folder = Folder::new().file("anna.csv", format!("Timestamp,Event,LinkedIn URL\n{rows}"));
    let read = folder.read("anna.csv").unwrap();
    assert!(!csv(&read, "state").contains("pending"));
    let remarks = folder.findings(&read);
    assert!(
        remarks.contains("note only-outcomes -: DIR/anna.csv: all of its 2 row(s)"),
        "{remarks}"
    );
}

#[test]
fn statuses_beside_a_column_of_events_are_said() {
    let rows = "Meetup,Una Ek,2026-10-05,Declined\nMeetup,Ivo Dahl,2026-10-05,Accepted\n";
    let folder = Folder::new().file("anna.csv", format!("Event,Name,Invited on,Response\n{rows}"));
    let remarks = folder.findings(&folder.read("anna.csv").unwrap());
    assert!(
        remarks.contains("although `Event` may say to what else people were invited"),
        "{remarks}"
    );
}

#[test]
fn lists_are_of_the_days_after_which_they_are_called() {
    let list = |rows: &[(&str, &str)]| {
        let row = |(slug, age): &(&str, &str)| {
            format!("{slug},https://www.linkedin.com/in/{slug},Sent {age} ago\n")
        };
        format!("Name,Profile URL,Sent\n{}", rows.iter().map(row).collect::<String>())
    };
    let names =
        ["lea/sent 2026-09-20.csv", "lea/gesendet_20.10.2026.csv", "lea/sent 2026-11-20.csv"];
    let folder = Folder::new()
        .file(names[0], list(&[("una-ek", "2 weeks"), ("ivo-dahl", "2 weeks")]))
        .file(names[1], list(&[("una-ek", "1 month"), ("ivo-dahl", "1 month")]))
        .file(names[2], list(&[("una-ek", "2 months"), ("mia-sol", "1 month")]));
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let sources = order.map(|at| (Some("lea"), folder.path(names[at])));
        let read = read(&sources, &settings()).unwrap();
        let remarks = folder.findings(&read);
        let rows = csv(&read, "name state age_days");
        assert_eq!(
            rows, "name,state,age_days\nmia-sol,pending,30\nuna-ek,pending,61\n",
            "{remarks}"
        );
        assert!(remarks.contains("taken to be of 2026-11-20, as its name says"), "{remarks}");
        assert!(remarks.contains("older-list"), "{remarks}");
    }
    // What was sent later than that day tells that the list is newer.
    for (name, row) in [
        ("sent 2026-09-20", "2026-10-05"),
        ("sent 2027-01-01", "Sent 2 weeks ago"),
        ("sent", "Sent 2 weeks ago"),
    ] {
        let list = format!(
            "Name,Profile URL,Sent\nuna-ek,in/una-ek,{row}\nivo,in/ivo,Sent 1 week ago\n\
             mia,in/mia,Sent 1 week ago\n"
        );
        let folder = Folder::new().file(&format!("{name}.csv"), list);
        let read = folder.read(&format!("{name}.csv")).unwrap();
        assert!(!folder.findings(&read).contains("list-day"), "{name}");
    }
}

#[test]
fn who_accepted_stays_so_beside_a_later_row_that_leaves_it_open() {
    let rows = "una-ek,in/una-ek,2026-09-01,yes\nuna-ek,in/una-ek,2026-10-01,no\n\
                ivo-dahl,in/ivo-dahl,2026-10-01,no\n";
    let folder =
        Folder::new().file("anna.csv", format!("Name,LinkedIn,Date sent,Accepted\n{rows}"));
    let (rows, remarks) = derived(&folder, &["anna.csv"]);
    assert_eq!(rows.matches("pending").count(), 1, "{rows}{remarks}");
    assert!(rows.contains("ivo-dahl,pending"), "{rows}{remarks}");
    assert!(remarks.contains("warn accepted-before"), "{remarks}");
}

#[test]
fn what_is_said_of_another_day_is_neither_heard_nor_passed_over() {
    let rows = ARCHIVE.map(|(name, slug, at)| sent(name, slug, at, ""));
    let folder = Folder::new()
        .file("d/anna/Invitations.csv", format!("{URLS}{}", rows.concat()))
        .file("d/sheet.csv", format!("{HEADER}{}", row("una-ek", "2026-09-30", "Accepted")));
    let read = folder.read("d").unwrap();
    assert_eq!(csv(&read, "name state"), "name,state\nIvo Dahl,pending\nUna Ek,pending\n");
    assert!(folder.findings(&read).contains("note other-days"), "{}", folder.findings(&read));
}

#[test]
fn whoever_was_invited_on_a_day_with_two_readings_stays() {
    let rows = [
        row("una-ek", "03/04/2026", "Pending"),
        row("ivo-dahl", "25/06/2026", "Pending"),
        row("mia-sol", "06/25/2026", "Accepted"),
    ];
    let folder = Folder::new().file("anna.csv", format!("{HEADER}{}", rows.concat()));
    let (rows, remarks) = derived(&folder, &["anna.csv"]);
    assert!(rows.contains("anna,una-ek,pending"), "{rows}{remarks}");
}

/// What became of each invitation of one person, by the day on which it was sent.
fn by_day(folder: &Folder, names: &[&str]) -> (String, String) {
    let sources: Vec<_> = names.iter().map(|name| (Some("anna"), folder.path(name))).collect();
    let read = read(&sources, &settings()).unwrap();
    let rows = csv(&read, "sent_at state known_by withdrawn_on");
    let day_alone = rows.lines().skip(1).map(|row| row.replacen("T00:00:00Z", "", 1) + "\n");
    (day_alone.collect(), folder.findings(&read))
}

#[test]
fn what_a_row_says_of_its_own_invitation_is_said_of_no_other() {
    let cases = [
        (["Accepted", "Withdrawn"], ["accepted,recorded,", "withdrawn,recorded,"]),
        (["Declined", "Withdrawn"], ["declined,recorded,", "withdrawn,recorded,"]),
        (["Pending", "Withdrawn"], ["withdrawn,presumed,", "withdrawn,recorded,"]),
        (["Withdrawn", "Accepted"], ["withdrawn,recorded,", "accepted,recorded,"]),
        (["Pending", "Accepted"], ["withdrawn,presumed,", "accepted,recorded,"]),
        (["Withdrawn", "Pending"], ["withdrawn,recorded,", "pending,recorded,"]),
        (["Accepted", "Pending"], ["accepted,recorded,", "accepted,recorded,"]),
        (["Expired", "Pending"], ["expired,recorded,", "pending,recorded,"]),
    ];
    for ([first, second], expected) in cases {
        let rows = [row("una-ek", "2026-09-01", first), row("una-ek", "2026-10-10", second)];
        let meant = format!("2026-09-01,{}\n2026-10-10,{}\n", expected[0], expected[1]);
        for rows in [[&rows[0], &rows[1]], [&rows[1], &rows[0]]] {
            let one = Folder::new().file("a.csv", format!("{HEADER}{}{}", rows[0], rows[1]));
            let (told, remarks) = by_day(&one, &["a.csv"]);
            assert_eq!(told, meant, "{first}, {second}\n{remarks}");
            let two = Folder::new()
                .file("a.csv", format!("{HEADER}{}", rows[0]))
                .file("b.csv", format!("{HEADER}{}", rows[1]));
            let (told, remarks) = by_day(&two, &["a.csv", "b.csv"]);
            assert_eq!(told, meant, "{first}, {second} in two files\n{remarks}");
            let is_said = remarks.contains("warn accepted-before");
            assert_eq!(is_said, (first, second) == ("Accepted", "Pending"), "{remarks}");
        }
    }
}

#[test]
fn a_withdrawal_of_a_later_invitation_is_not_one_of_an_earlier() {
    let header = "Name,LinkedIn,Date sent,Withdrawn on\n";
    let rows = "una-ek,in/una-ek,2026-03-01,2026-04-01\nuna-ek,in/una-ek,2026-06-01,\n\
                una-ek,in/una-ek,2026-09-01,2026-10-01\n";
    let folder = Folder::new().file("a.csv", format!("{header}{rows}"));
    let (told, remarks) = by_day(&folder, &["a.csv"]);
    let meant = "2026-03-01,withdrawn,recorded,2026-04-01\n2026-06-01,withdrawn,presumed,\n\
                 2026-09-01,withdrawn,recorded,2026-10-01\n";
    assert_eq!(told, meant, "{remarks}");
}

#[test]
fn days_of_two_files_that_differ_by_one_are_those_of_one_invitation() {
    for (first, second) in [("2026-09-15", "2026-09-16"), ("2026-09-16", "2026-09-15")] {
        for outcome in ["Accepted", "Declined", "Withdrawn"] {
            let folder = Folder::new()
                .file("a.csv", format!("{HEADER}{}", row("una-ek", first, "Pending")))
                .file("b.csv", format!("{HEADER}{}", row("una-ek", second, outcome)));
            for names in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
                let (told, remarks) = by_day(&folder, &names);
                let meant = format!("{},recorded,\n", outcome.to_lowercase());
                assert_eq!(told.lines().count(), 1, "{told}{remarks}");
                assert!(told.ends_with(&meant), "{told}{remarks}");
            }
        }
    }
}

/// An archive of three invitations to one person and sheets of what became of them.
fn thrice(sheets: &[&str]) -> (String, String) {
    let days = ["7/1/26", "8/1/26", "10/1/26"];
    let rows = days.map(|day| sent("Una Ek", "una-ek", &format!("{day}, 9:00 AM"), ""));
    let mut folder =
        Folder::new().file("d/anna/Invitations.csv", format!("{URLS}{}", rows.concat()));
    for (number, sheet) in sheets.iter().enumerate() {
        folder = folder.file(&format!("d/anna/sheet{number}.csv"), sheet);
    }
    let read = folder.read("d").unwrap();
    let rows = csv(&read, "state known_by withdrawn_on connected_on");
    (rows.split_once('\n').unwrap().1.to_owned(), folder.findings(&read))
}

#[test]
fn an_end_is_that_of_the_last_invitation_before_it_in_any_order() {
    let withdrawals = |days: &[&str]| {
        let rows = days.iter().map(|day| format!("una-ek,in/una-ek,{day}\n"));
        format!("Name,LinkedIn,Withdrawn on\n{}", rows.collect::<String>())
    };
    let each = "withdrawn,recorded,2026-07-21,\nwithdrawn,recorded,2026-08-20,\n\
                withdrawn,recorded,2026-10-21,\n";
    let days = ["2026-07-21", "2026-08-20", "2026-10-21"];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let ordered = order.map(|at: usize| days[at]);
        let (rows, remarks) = thrice(&[&withdrawals(&ordered)]);
        assert_eq!(rows, each, "{ordered:?}\n{remarks}");
        let apart = ordered.map(|day| withdrawals(&[day]));
        let (rows, remarks) = thrice(&apart.each_ref().map(String::as_str));
        assert_eq!(rows, each, "{ordered:?} in three sheets\n{remarks}");
    }
    let mixed = "Name,LinkedIn,Accepted on,Withdrawn on\nuna-ek,in/una-ek,2026-10-05,\n\
                 una-ek,in/una-ek,,2026-08-20\n";
    let (rows, remarks) = thrice(&[mixed]);
    let meant = "withdrawn,presumed,,\nwithdrawn,recorded,2026-08-20,\n\
                 accepted,recorded,,2026-10-05\n";
    assert_eq!(rows, meant, "{remarks}");
}

#[test]
fn an_end_alone_is_that_of_an_invitation_in_another_sheet() {
    let tracker =
        "Name,LinkedIn,Date sent\nuna-ek,in/una-ek,2026-07-01\nuna-ek,in/una-ek,2026-10-01\n";
    let ends = "Name,LinkedIn,Withdrawn on\nuna-ek,in/una-ek,2026-10-21\n\
                una-ek,in/una-ek,2026-07-21\nivo-dahl,in/ivo-dahl,2026-09-09\n";
    let folder = Folder::new().file("a.csv", tracker).file("b.csv", ends);
    for names in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
        let (told, remarks) = by_day(&folder, &names);
        let meant = "2026-07-01,withdrawn,recorded,2026-07-21\n\
                     2026-10-01,withdrawn,recorded,2026-10-21\n,withdrawn,recorded,2026-09-09\n";
        assert_eq!(told, meant, "{remarks}");
    }
}

#[test]
fn a_refusal_before_an_invitation_is_one_of_an_earlier() {
    let (rows, remarks) = thrice(&["Name,LinkedIn,Declined on\nuna-ek,in/una-ek,2026-07-20\n"]);
    let meant = "declined,recorded,,\nwithdrawn,presumed,,\npending,presumed,,\n";
    assert_eq!(rows, meant, "{remarks}");
    let (rows, remarks) = thrice(&["Name,LinkedIn,Accepted on\nuna-ek,in/una-ek,2026-07-20\n"]);
    assert!(rows.starts_with("accepted,recorded,,2026-07-20\n"), "{rows}{remarks}");
}
