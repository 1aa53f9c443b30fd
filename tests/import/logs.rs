//! Logs of events that name people by their names alone: rows of one name are one person's, and
//! nobody stays pending of whom the log says that it ended.

use crate::data::{self, Folder, csv};

/// The state of every invitation, and what is said.
fn read(sheet: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file("anna.csv", sheet);
    let read = folder.read("anna.csv").unwrap();
    let rows = csv(&read, "name state sent_at withdrawn_on connected_on");
    let rows = rows.lines().skip(1).map(|row| row.replace("T00:00:00Z", ""));
    (rows.collect(), folder.findings(&read))
}

fn states(sheet: &str) -> Vec<String> {
    let (rows, _) = read(sheet);
    rows.iter().map(|row| row.split(',').take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn an_outcome_ends_the_invitation_of_that_name() {
    for (header, [sent, withdrawn, accepted]) in [
        ("Date,Action,Name", ["Request sent", "Request withdrawn", "Request accepted"]),
        ("Date,Action,Name", ["Connection request", "Withdrawn", "Accepted"]),
        ("created_at,event,name", ["invite_sent", "invite_withdrawn", "invite_accepted"]),
        ("Fecha,Estado,Nombre", ["Enviada", "Retirada", "Aceptada"]),
        ("Sent at,Status,Name", ["Sent", "Withdrawn", "Accepted"]),
    ] {
        let rows = [
            format!("2026-08-03,{sent},Una Ek"),
            format!("2026-08-04,{sent},Ivo Dahl"),
            format!("2026-08-05,{sent},Mia Sol"),
            format!("2026-08-09,{accepted},Ivo Dahl"),
            format!("2026-09-07,{withdrawn},Una Ek"),
        ];
        let mut newest_first = rows.clone();
        newest_first.reverse();
        for rows in [rows, newest_first] {
            let (rows, remarks) = read(&format!("{header}\n{}\n", rows.join("\n")));
            let expected =
                ["Una Ek,withdrawn", "Ivo Dahl,accepted", "Mia Sol,pending,2026-08-05,,"];
            let fits = rows.iter().zip(expected).all(|(row, begin)| row.starts_with(begin));
            assert!(rows.len() == 3 && fits, "{header}: {rows:?}\n{remarks}");
            assert!(rows[0].ends_with("2026-09-07,"), "{rows:?}");
            let count = "anna.csv: it is read as a log: 4 row(s) without a profile are of 2";
            assert!(remarks.contains(count), "{remarks}");
        }
    }
}

#[test]
fn whoever_was_invited_again_is_pending_once() {
    let log = "Date,Action,Name\n2026-05-01,Invite sent,Una Ek\n\
        2026-06-01,Invite withdrawn,Una Ek\n2026-08-02,Invite sent,Una Ek\n\
        2026-08-03,Invite sent,Ivo Dahl\n2026-09-03,Invite sent,Ivo Dahl\n";
    assert_eq!(
        states(log),
        ["Una Ek withdrawn", "Una Ek pending", "Ivo Dahl withdrawn", "Ivo Dahl pending"]
    );
}

#[test]
fn a_name_beside_a_profile_is_that_persons() {
    let log = "Date,Action,Name,LinkedIn\n\
        2026-08-03,Invite sent,Una Ek,https://www.linkedin.com/in/una-ek\n\
        2026-08-09,Invite accepted,Una Ek,\n";
    let (rows, remarks) = read(log);
    assert_eq!(rows, ["Una Ek,accepted,2026-08-03,,2026-08-09"], "{remarks}");
    // Of two profiles nobody knows whose outcome it is.
    let two =
        log.to_owned() + "2026-08-04,Invite sent,Una Ek,https://www.linkedin.com/in/una-ek-2\n";
    assert_eq!(states(&two).iter().filter(|row| row.contains("pending")).count(), 2);
}

#[test]
fn what_a_log_has_beside_is_no_invitation() {
    let log = "Datum;Aktion;Name\n03.08.2026;Anfrage gesendet;Una Ek\n\
        09.08.2026;Anfrage angenommen;Una Ek\n13.08.2026;Nachricht gesendet;Una Ek\n";
    assert_eq!(states(log), ["Una Ek accepted"]);
}

#[test]
fn a_table_of_a_row_each_keeps_two_people_of_one_name() {
    let rows = "2026-08-03,Una Ek,Pending\n2026-08-09,Una Ek,Accepted\n\
        2026-08-04,Ivo Dahl,Accepted\n2026-08-05,Mia Sol,Declined\n";
    let (rows, remarks) = read(&format!("Sent at,Name,Status\n{rows}"));
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(!remarks.contains("logged-by-name"), "{remarks}");
    // Days of outcomes of their own: a row is an invitation.
    let kept = "Date,Name,Status,Accepted on\n2026-08-03,Una Ek,Pending,\n\
        2026-08-09,Una Ek,Accepted,2026-08-12\n";
    assert_eq!(states(kept), ["Una Ek pending", "Una Ek accepted"]);
}

#[test]
fn what_a_log_tells_of_an_earlier_invitation_is_that_ones() {
    let log = "Date,Name,LinkedIn,Event\n2026-07-20,Una Ek,in/una-ek,Invited\n\
        2026-08-09,Una Ek,in/una-ek,Declined\n2026-08-31,Una Ek,in/una-ek,Invited\n\
        2026-09-06,Una Ek,in/una-ek,Withdrawn\n2026-10-01,Una Ek,in/una-ek,Invited\n";
    let (header, rows) = log.split_once('\n').unwrap();
    let newest_first: Vec<&str> = rows.lines().rev().collect();
    for log in [log.to_owned(), format!("{header}\n{}\n", newest_first.join("\n"))] {
        let folder = Folder::new().file("anna.csv", log);
        let read = folder.read("anna.csv").unwrap();
        let rows = csv(&read, "state known_by");
        let expected = "declined,recorded\nwithdrawn,recorded\npending,recorded\n";
        assert_eq!(rows.split_once('\n').unwrap().1, expected, "{}", folder.findings(&read));
    }
}

#[test]
fn outcomes_alone_are_each_of_the_invitation_before_them() {
    let days = ["7/20/26", "8/31/26", "10/1/26"];
    let sent = days.map(|day| data::sent("Una Ek", "una-ek", &format!("{day}, 9:00 AM"), ""));
    let outcomes = "Name,LinkedIn,Date,Outcome\nUna Ek,in/una-ek,2026-08-09,Declined\n\
        Una Ek,in/una-ek,2026-09-06,Withdrawn\n";
    let folder = Folder::new()
        .file("d/anna/Invitations.csv", format!("{}{}", data::URLS, sent.concat()))
        .file("d/anna/out.csv", outcomes);
    let read = folder.read("d").unwrap();
    let rows = csv(&read, "state known_by");
    let expected = "declined,recorded\nwithdrawn,recorded\npending,presumed\n";
    assert_eq!(rows.split_once('\n').unwrap().1, expected, "{}", folder.findings(&read));
}
