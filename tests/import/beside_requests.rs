//! What stands beside requests to connect and tells that they are over, or none: InMail, messages,
//! answers, other kinds of invitations; heard where it can mean nothing else, and said elsewhere.

use crate::data::{Folder, csv};

/// The states of the people of a tracker, and what is said of it.
fn told(content: &str) -> (String, String) {
    let folder = Folder::new().file("t.csv", content);
    let read = folder.read("t.csv").unwrap();
    (csv(&read, "name state kind").replace('\n', "; "), folder.findings(&read))
}

/// A tracker of Ada and Bo with one column more, and what Ada's and Bo's cells in it say.
fn with_column(column: &str, ada: &str, bo: &str) -> (String, String) {
    told(&format!(
        "Name,LinkedIn,Date sent,{column}\nAda Ost,in/ada-ost,2026-10-01,{ada}\n\
         Bo Ek,in/bo-ek,2026-10-02,{bo}\n"
    ))
}

#[test]
fn days_of_outcomes_are_heard_however_a_spreadsheet_saved_them() {
    for (column, day) in [
        ("Date de retrait", "46310"),
        ("Cancelled at", "1791000000000"),
        ("Data wycofania", "5.10."),
        ("取消日", "46310"),
        ("Zurückgezogen am", "\"46310,5\""),
    ] {
        let (rows, remarks) = with_column(column, day, "");
        assert!(rows.contains("Ada Ost,withdrawn"), "{column}: {rows} {remarks}");
        assert!(rows.contains("Bo Ek,pending"), "{column}: {rows} {remarks}");
    }
    let (rows, remarks) = with_column("Score", "46310", "46311");
    assert!(!rows.contains("withdrawn") && !remarks.contains("Score"), "{rows} {remarks}");
}

#[test]
fn what_was_inmail_is_no_request_whatever_the_column_is_called() {
    for column in ["InMail?", "isInMail", "Paid InMail"] {
        let (rows, _) = with_column(column, "yes", "no");
        assert!(rows.contains("Ada Ost,pending,inmail; Bo Ek,pending,connection"), "{rows}");
    }
    let (rows, remarks) = with_column("InMail date", "2026-10-05", "");
    assert!(rows.contains("Ada Ost,pending,connection"), "{rows}");
    assert!(remarks.contains("the column `InMail date` is not heard"), "{remarks}");
}

#[test]
fn kinds_that_can_be_nothing_else_are_heard_under_any_name() {
    for column in ["How", "Format", "Kind of request"] {
        let (rows, remarks) = with_column(column, "Event invite", "Connect");
        assert!(!rows.contains("Ada") && rows.contains("Bo Ek,pending"), "{column}: {rows}");
        assert!(remarks.contains("no invitations to connect"), "{remarks}");
    }
    let (rows, _) = with_column("Next step", "Message", "Connect");
    assert!(rows.contains("Ada Ost,pending"), "{rows}");
    let addresses = "Name,LinkedIn,Date sent\n\
                     AI Summit,https://www.linkedin.com/events/712/,2026-10-01\n\
                     Bo Ek,https://www.linkedin.com/in/bo-ek,2026-10-01\n";
    let (rows, remarks) = told(addresses);
    assert!(!rows.contains("AI Summit") && rows.contains("Bo Ek,pending"), "{rows}");
    assert!(remarks.contains("no invitations to connect"), "{remarks}");
}

#[test]
fn what_only_connections_get_or_write_is_said() {
    for (column, ada) in [
        ("Message 1", "2026-10-05"),
        ("Follow-up sent", "2026-10-05"),
        ("Reply", "Thanks for connecting!"),
        ("Antwort", "Danke dir"),
        ("button", "Message"),
    ] {
        let bo = if column == "button" { "Pending" } else { "" };
        let (_, remarks) = with_column(column, ada, bo);
        assert!(remarks.contains(&format!("`{column}`")), "{column}: {remarks}");
    }
    let (_, remarks) = with_column("Last invited", "2026-10-05", "");
    assert!(remarks.contains("`Last invited` is not heard"), "{remarks}");
}

#[test]
fn words_with_an_outcome_among_them_are_heard_or_said() {
    for word in ["INVITATION_STATE_ACCEPTED", "STATUS_ACCEPTED", "accepted_by_recipient"] {
        let pending = "INVITATION_STATE_PENDING";
        let (rows, remarks) = with_column("state", word, pending);
        assert!(rows.contains("Ada Ost,accepted"), "{word}: {rows} {remarks}");
    }
    let (_, remarks) = with_column("Outcome", "We connected", "Awaiting");
    assert!(remarks.contains("We connected"), "{remarks}");
    let (rows, remarks) = with_column("status", "not_connected", "pending_connection");
    assert!(!rows.contains("Ada") && rows.contains("Bo Ek,pending"), "{rows}");
    assert!(remarks.contains("`not_connected` is taken for no pending invitation"), "{remarks}");
    let expandi = "Name,LinkedIn,Date sent,Status,Contact Status\n\
                   Ada Ost,in/ada-ost,2026-10-01,Active,Invite withdrawn\n\
                   Bo Ek,in/bo-ek,2026-10-02,Paused,Awaiting connection\n";
    let (rows, remarks) = told(expandi);
    assert!(
        rows.contains("Ada Ost,withdrawn") && rows.contains("Bo Ek,pending"),
        "{rows} {remarks}"
    );
}

#[test]
fn several_people_in_one_cell_for_a_profile_are_said() {
    let content = "Name,LinkedIn,Date sent\nAda Ost,https://www.linkedin.com/in/ada-ost \
                   https://www.linkedin.com/in/bo-ek,2026-10-01\n";
    let (_, remarks) = told(content);
    assert!(remarks.contains("have several addresses, of which one is read"), "{remarks}");
}

#[test]
fn a_list_was_taken_on_the_day_beside_its_ages() {
    let list = |column: &str| {
        format!(
            "Name,LinkedIn,Sent,{column}\nAda Ost,in/ada-ost,Sent 2 weeks ago,2026-10-01\n\
             Bo Ek,in/bo-ek,Sent 1 month ago,2026-10-01\n"
        )
    };
    for column in ["Scraped on", "date", "extraction_time", "Checked on", "created_at"] {
        let folder = Folder::new().file("sent.csv", list(column));
        let ages = csv(&folder.read("sent.csv").unwrap(), "name age_days");
        assert!(ages.contains("Ada Ost,67"), "{column}: {ages}");
    }
    let folder = Folder::new().file("sent.csv", list("Birthday"));
    let read = folder.read("sent.csv").unwrap();
    assert!(csv(&read, "name age_days").contains("Ada Ost,14"));
    assert!(folder.findings(&read).contains("it may say when the list was taken"));
}

#[test]
fn tables_called_after_a_noun_are_of_that_state() {
    for (file, state) in [
        ("withdrawals.csv", "withdrawn"),
        ("Acceptances.csv", "accepted"),
        ("rejections.csv", "declined"),
        ("Retraits.csv", "withdrawn"),
    ] {
        let folder =
            Folder::new().file(file, "Name,LinkedIn,Date sent\nAda Ost,in/ada-ost,2026-10-01\n");
        let rows = csv(&folder.read(file).unwrap(), "name state");
        assert!(rows.contains(&format!("Ada Ost,{state}")), "{file}: {rows}");
    }
}

#[test]
fn tables_of_profiles_in_an_accounts_folder_are_not_passed_over_without_a_word() {
    let archive = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n\
                   Lea Rep,Ada Ost,\"9/1/26, 9:00 AM\",,OUTGOING,\
                   https://www.linkedin.com/in/lea-rep,https://www.linkedin.com/in/ada-ost\n";
    let folder = Folder::new()
        .file("lea/Invitations.csv", archive)
        .file("lea/Connections.csv", "First Name,Last Name,URL\nAda,Ost,in/ada-ost\n");
    let read = folder.read("lea").unwrap();
    let remarks = folder.findings(&read);
    assert!(remarks.contains("lea/Connections.csv: not read: it names people"), "{remarks}");
}

#[test]
fn objects_by_number_or_id_are_rows() {
    let row = |name: &str| {
        format!("{{\"name\": \"{name}\", \"sent\": \"2026-10-01\", \"url\": \"in/{name}-x\"}}")
    };
    for keys in [["0", "1"], ["-Nab1", "-Nab2"], ["rec1", "rec2"]] {
        let rows = keys.iter().zip(["ada", "bo"]);
        let rows: Vec<String> =
            rows.map(|(key, name)| format!("\"{key}\": {}", row(name))).collect();
        let content = format!("{{{}}}", rows.join(", "));
        let folder = Folder::new().file("t.json", content);
        let names = csv(&folder.read("t.json").unwrap(), "name state");
        assert!(names.contains("ada,") && names.contains("bo,"), "{keys:?}: {names}");
    }
}

#[test]
fn a_web_page_is_called_one() {
    let page = "<html><body><table><tr><td>Name</td></tr></table></body></html>\n";
    let folder = Folder::new().file("report.csv", page);
    let error = folder.read("report.csv").err().unwrap().to_string();
    assert!(error.contains("a web page, not a table"), "{error}");
}
