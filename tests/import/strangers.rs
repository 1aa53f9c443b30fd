//! Files as people and tools have them: each is read right, or said.

use crate::data::{CONNECTIONS, Folder, URLS, csv, findings, sent};

const PEOPLE: [(&str, &str, &str); 3] = [
    ("Ida Quist", "ida-quist", "7/26/26, 9:00 AM"),
    ("Olaf Brandvik", "olaf-brandvik", "7/20/26, 9:00 AM"),
    ("Rosa Tremlett", "rosa-tremlett", "6/26/26, 9:00 AM"),
];

/// Anna's archive with the three people.
fn archive() -> String {
    let rows = PEOPLE.map(|(name, slug, at)| sent(name, slug, at, ""));
    format!("{URLS}{}", rows.concat())
}

fn read(name: &str, text: impl AsRef<[u8]>, beside: bool) -> (String, String) {
    let folder = Folder::new().file(&format!("d/{name}"), text);
    let folder = if beside { folder.file("d/anna/Invitations.csv", archive()) } else { folder };
    let read = folder.read("d").unwrap();
    let rows = csv(&read, "name state age_days");
    (rows.split_once('\n').unwrap().1.to_owned(), folder.findings(&read))
}

#[test]
fn a_tools_list_with_statuses_and_other_invitations() {
    let list = "PROFILE_ID,PROFILE_URL,PUBLIC_ID,FULLNAME,OCCUPATION,MESSAGE,SENT_AT,\
        INVITATION_TYPE,INVITATION_STATUS\n\
        ACoAAB0000001,https://www.linkedin.com/in/ida-quist,ida-quist,Ida Quist,Cook,Hi,\
        2026-07-26 09:15:00,Profile,PENDING\n\
        ACoAAB0000002,https://www.linkedin.com/in/new-one,new-one,New One,,,2026-09-24 00:00:00,\
        Profile,PENDING\n\
        ACoAAB0000003,https://www.linkedin.com/in/guest,guest,Guest Ofevent,,,,Event,\n";
    let (rows, remarks) = read("sent.csv", list, true);
    assert_eq!(
        rows,
        "Rosa Tremlett,withdrawn,149\nOlaf Brandvik,withdrawn,125\nIda Quist,pending,119\n\
         New One,pending,60\n"
    );
    assert!(remarks.contains("no-connection -: DIR/d/sent.csv: 1 row(s)"), "{remarks}");
}

#[test]
fn a_tracker_is_no_rows_of_invitations_though_it_spells_some_of_their_columns() {
    let address = "https://www.linkedin.com/in/ida-quist";
    let trackers = [
        format!("id,name,linkedin,sent_at,status\n1,Ida Quist,{address},2026-07-26,accepted\n"),
        format!("person,profile_url,sent_at,status\nIda Quist,{address},2026-07-26,Accepted\n"),
        "id,person,sent_at,outcome\n1,Ida Quist,2026-07-26,accepted\n".into(),
        format!("name,profile_url,age_days,status\nIda Quist,{address},119,Accepted\n"),
        format!("name,profile_url,age_days,Accepted on\nIda Quist,{address},119,2026-08-01\n"),
    ];
    for tracker in trackers {
        let (rows, remarks) = read("t.csv", &tracker, false);
        assert!(rows.starts_with("Ida Quist,accepted,"), "{tracker}{rows}{remarks}");
    }
    // What rows tell in their own columns is read there.
    let rows = "person,sent_at,state,status\nin/ida-quist,2026-07-26,pending,Lead\n";
    let (rows, remarks) = read("t.csv", rows, false);
    assert!(rows.starts_with("ida-quist,pending,"), "{rows}{remarks}");
}

#[test]
fn a_list_of_which_nothing_but_the_values_tells() {
    let list = "name,headline,sent_date,profile_url\n\
        Ida Quist,Cook,Sent 3 months ago,https://www.linkedin.com/in/ida-quist\n\
        New One,Baker,Enviada hace 1 mes,https://www.linkedin.com/in/new-one\n";
    let (rows, _) = read("sent.csv", list, true);
    assert_eq!(
        rows,
        "Rosa Tremlett,withdrawn,149\nOlaf Brandvik,withdrawn,125\nIda Quist,pending,119\n\
         New One,pending,28\n"
    );
}

#[test]
fn a_trackers_statuses_decide() {
    let sheet = "Date,Name,Headline,Note?,Status\n2026-07-26,Ida Quist,Cook,No,Pending\n\
        2026-07-20,Olaf Brandvik,CTO,Yes,Accepted\n2026-06-26,Rosa Tremlett,Buyer,No,Declined\n\
        2026-06-20,Una Vex,CFO,No,Withdrawn\n2026-06-19,Tom Ott,CFO,No,Warm lead\n";
    let (alone, remarks) = read("tracker.csv", sheet, false);
    assert_eq!(
        alone,
        "Tom Ott,pending,157\nUna Vex,withdrawn,156\nRosa Tremlett,declined,150\n\
         Olaf Brandvik,accepted,126\nIda Quist,pending,120\n"
    );
    assert!(
        remarks.contains("guessed-column -: DIR/d/tracker.csv: the column `Date`"),
        "{remarks}"
    );
    assert!(remarks.contains("decide nothing: Warm lead (1)"), "{remarks}");
    let (beside, _) = read("tracker.csv", sheet, true);
    assert_eq!(
        beside,
        "Rosa Tremlett,declined,149\nOlaf Brandvik,accepted,125\nIda Quist,pending,119\n"
    );
}

#[test]
fn a_member_id_never_contradicts_a_slug() {
    let list = "profileUrl,fullName,sentDate,timestamp\n\
        https://www.linkedin.com/in/ACoAABxida00001,Ida Quist,Sent 3 months ago,2026-11-22\n\
        https://www.linkedin.com/sales/lead/ACwAABxrosa0001;x,Rosa Tremlett,Sent 4 months ago,\
        2026-11-22\n";
    let (rows, _) = read("sent.csv", list, true);
    assert_eq!(
        rows,
        "Rosa Tremlett,pending,149\nOlaf Brandvik,withdrawn,125\nIda Quist,pending,119\n"
    );
}

#[test]
fn a_federal_state_decides_nothing() {
    let dump = "id,first_name,last_name,linkedin_url,title,state\n\
        9,Ida,Quist,https://www.linkedin.com/in/ida-quist,Cook,California\n\
        8,Noor,Falk,https://www.linkedin.com/in/noor-falk,CFO,Texas\n";
    let (rows, _) = read("dump.csv", dump, true);
    assert_eq!(
        rows,
        "Rosa Tremlett,pending,149\nOlaf Brandvik,pending,125\nIda Quist,pending,119\n"
    );
}

#[test]
fn dates_of_spreadsheets_and_of_other_languages() {
    let serial = "Name,Date sent,Withdrawn on\nIda Quist,46229,\nOlaf Brandvik,46289,46329\n";
    assert_eq!(
        read("sheet.csv", serial, false).0,
        "Ida Quist,pending,120\nOlaf Brandvik,withdrawn,60\n"
    );
    let notion = "Name,Date sent\nIda Quist,25 de agosto de 2026\n\
        Olaf Brandvik,\"August 25, 2026 2:37 PM\"\n";
    assert_eq!(
        read("sheet.csv", notion, false).0,
        "Ida Quist,pending,90\nOlaf Brandvik,pending,89\n"
    );
    let archive = "From,To,Sent At,Message,Direction\n\
        Anna Berg,Ida Quist,26/07/2026 09:00,,OUTGOING\n\
        Anna Berg,Olaf Brandvik,05/10/2026 09:00,,OUTGOING\n";
    let folder = Folder::new().file("anna/Invitations.csv", archive);
    assert_eq!(
        csv(&folder.clean("anna"), "name age_days"),
        "name,age_days\nIda Quist,119\nOlaf Brandvik,48\n"
    );
}

#[test]
fn other_encodings_and_delimiters() {
    let text = "Name\tDate sent\nZoé Brändli\t2026-10-01\n";
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [windows.to_vec(), [vec![0xff, 0xfe], units].concat()] {
        let (rows, remarks) = read("sheet.csv", bytes, false);
        assert_eq!(rows, "Zoé Brändli,pending,53\n");
        assert!(remarks.contains("encoding"), "{remarks}");
    }
}

#[test]
fn pieces_of_one_owners_archive_are_one_account() {
    let connections =
        format!("{CONNECTIONS}Ida,Quist,https://www.linkedin.com/in/ida-quist,,X,Y,25 Jul 2026\n");
    let profile = "First Name,Last Name,Maiden Name,Headline\nAnna,Berg,,Cook\n";
    let folder = Folder::new()
        .zip("d/Basic_LinkedInDataExport_11-20-2026.zip", &[("Connections.csv", &connections)])
        .zip("d/Basic_LinkedInDataExport_11-21-2026.zip", &[("Invitations.csv", &archive())])
        .zip("d/Complete_LinkedInDataExport_11-22-2026.zip", &[("Profile.csv", profile)]);
    let read = folder.clean("d");
    assert_eq!(
        csv(&read, "account name state"),
        "account,name,state\nanna-berg,Rosa Tremlett,pending\nanna-berg,Olaf Brandvik,pending\n\
         anna-berg,Ida Quist,accepted\n"
    );
    assert_eq!(findings(&read), "");
    let ben =
        "From,To,Sent At,Message,Direction\nBen Ost,Ida Quist,\"7/26/26, 9:00 AM\",,OUTGOING\n";
    let folder =
        folder.zip("d/Basic_LinkedInDataExport_11-19-2026.zip", &[("Invitations.csv", ben)]);
    let remarks = findings(&folder.clean("d"));
    assert!(remarks.contains("account-unknown"), "{remarks}");
}

#[test]
fn messages_of_2020_count_without_addresses() {
    let messages = "FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER\n\
        Ida Quist,Anna Berg,2019-11-06T02:08:20,,see you,INCOMING,INBOX\n\
        Anna Berg,Ida Quist,2019-11-06T08:11:02,,yes,OUTGOING,INBOX\n";
    let folder =
        Folder::new().file("anna/Invitations.csv", archive()).file("anna/messages.csv", messages);
    let rows = csv(&folder.clean("anna"), "name messages");
    assert_eq!(rows, "name,messages\nRosa Tremlett,0\nOlaf Brandvik,0\nIda Quist,2\n");
}

#[test]
fn a_connection_by_address_is_one_whatever_its_date() {
    let connections = format!(
        "{CONNECTIONS}Ida,Quist,https://www.linkedin.com/in/ida-quist,,X,Y,08 Aug 2026\n\
         Rosa,Tremlett,https://www.linkedin.com/in/rosa-tremlett,,X,Y,30 juin 2026\n\
         Olaf,Brandvik,https://www.linkedin.com/in/olaf-brandvik,,X,Y,once\n"
    );
    let folder = Folder::new()
        .file("anna/Invitations.csv", archive())
        .file("anna/Connections.csv", connections);
    let read = folder.read("anna").unwrap();
    assert_eq!(
        csv(&read, "name state days_to_accept"),
        "name,state,days_to_accept\nRosa Tremlett,accepted,4\nOlaf Brandvik,accepted,\n\
         Ida Quist,accepted,13\n"
    );
    assert_eq!(folder.skipped(&read).lines().count(), 1);
}

#[test]
fn of_several_rows_about_one_person_the_latest_invitation_decides() {
    let rows = [
        "Ida Quist,https://www.linkedin.com/in/ida-quist,Declined,2026-07-26",
        "Ida Quist,https://www.linkedin.com/in/ida-quist,Withdrawn,2026-03-01",
    ];
    for order in [[0, 1], [1, 0]] {
        let lines = order.map(|at| rows[at]).join("\n");
        let sheet = format!("Name,Profile URL,Status,Date sent\n{lines}\n");
        let (beside, _) = read("tracker.csv", &sheet, true);
        assert!(beside.contains("Ida Quist,declined"), "{order:?}: {beside}");
        let (alone, _) = read("tracker.csv", &sheet, false);
        assert!(!alone.contains("pending"), "{order:?}: {alone}");
    }
}

#[test]
fn the_column_that_tells_of_outcomes_is_the_status() {
    let people = ["Ida Quist", "Olaf Brandvik", "Rosa Tremlett"];
    for (header, outcomes) in [
        ("Status,Outcome", ["Sent,Accepted", "Sent,Declined", "Sent,Meeting"]),
        ("Stage,Ergebnis", ["A,Angenommen", "B,Abgelehnt", "C,Ausstehend"]),
        ("Deal size,Outcome", ["A,Accepted", "B,Declined", "C,Call"]),
    ] {
        let rows = people.iter().zip(outcomes).map(|(name, rest)| {
            format!(
                "{name},https://www.linkedin.com/in/{},{rest}\n",
                name.to_lowercase().replace(' ', "-")
            )
        });
        let sheet = format!("Name,Profile URL,{header}\n{}", rows.collect::<String>());
        let (read, _) = read("tracker.csv", sheet, true);
        let expected =
            "Rosa Tremlett,pending,149\nOlaf Brandvik,declined,125\nIda Quist,accepted,119\n";
        assert_eq!(read, expected, "{header}");
    }
}

#[test]
fn ages_of_anything_else_make_no_list_of_the_sent_page() {
    for column in ["last_activity", "Last contacted", "Tenure"] {
        let sheet = format!(
            "name,{column},link\nZoe Stranger,2 weeks ago,\
             https://www.linkedin.com/in/zoe-stranger\n"
        );
        let (rows, _) = read("leads.csv", sheet, true);
        let expected =
            "Rosa Tremlett,pending,149\nOlaf Brandvik,pending,125\nIda Quist,pending,119\n";
        assert_eq!(rows, expected, "{column}");
    }
}

#[test]
fn what_is_no_value_says_nothing_and_a_withdrawal_before_its_sending_is_one() {
    let sheet = "Name,Profile URL,Accepted on,Date withdrawn,Date sent\n\
        Ida Quist,https://www.linkedin.com/in/ida-quist,#N/A,0,2026-07-26\n\
        Olaf Brandvik,https://www.linkedin.com/in/olaf-brandvik,0,#REF!,2026-07-20\n\
        Rosa Tremlett,https://www.linkedin.com/in/rosa-tremlett,,2026-01-09,2026-06-26\n";
    let (rows, _) = read("tracker.csv", sheet, true);
    let expected =
        "Rosa Tremlett,withdrawn,149\nOlaf Brandvik,pending,125\nIda Quist,pending,119\n";
    assert_eq!(rows, expected);
}

#[test]
fn connections_that_belong_to_no_invitation_are_said() {
    let connections =
        format!("{CONNECTIONS}Ida,Quist,https://www.linkedin.com/in/ida-quist,,X,Y,25 Jul 2026\n");
    let folder = Folder::new()
        .file("d/anna/Invitations.csv", archive())
        .file("d/berg/Connections.csv", connections);
    let remarks = findings(&folder.clean("d"));
    assert!(remarks.contains("connections-alone berg"), "{remarks}");
}

#[test]
fn a_yes_for_a_day_in_a_table_of_invitations_counts() {
    for yes in ["yes", "x", "TRUE", "last week"] {
        for (column, state) in [("withdrawn_on", "withdrawn"), ("connected_on", "accepted")] {
            let rows = format!(
                "account,person,sent_at,state,known_by,{column}\n\
                 anna,in/a,2026-10-01,,recorded,{yes}\n"
            );
            let (read, _) = read("rows.csv", rows, false);
            assert!(read.contains(&format!(",{state},")), "{column} {yes}: {read}");
        }
    }
}

/// Tools say of whom a column is before they say what it is.
#[test]
fn names_of_a_lead_are_names() {
    for (first, last) in [
        ("lead_first_name", "lead_last_name"),
        ("invitee.firstName", "invitee.lastName"),
        ("fields.First name", "fields.Last name"),
    ] {
        let table = format!("{first},{last},sent_at,status\nIda,Quist,2026-07-26,Pending\n");
        let read = Folder::new().file("leads.csv", table).read("leads.csv").unwrap();
        assert_eq!(csv(&read, "name state"), "name,state\nIda Quist,pending\n", "{first}");
    }
}

/// A spreadsheet in another order of day and month makes dates of what it can and leaves the rest.
#[test]
fn dates_that_a_spreadsheet_swapped_are_said() {
    let table = |days: [&str; 4]| {
        let rows = days.iter().zip(["Ida Q", "Olaf B", "Rosa T", "Pia K"]);
        let rows: Vec<String> = rows.map(|(day, name)| format!("{name},{day},Pending\n")).collect();
        format!("Name,Date sent,Status\n{}", rows.concat())
    };
    let swapped = ["2026-07-11", "2026-08-10", "13/11/2026", "20/10/2026"];
    let remarks = read("sheet.csv", table(swapped), false).1;
    assert!(
        remarks.contains("column `Date sent`: 2 date(s) may have day and month swapped"),
        "{remarks}"
    );
    for sound in [
        ["2026-07-11", "2026-08-13", "13/11/2026", "20/10/2026"],
        ["2026-07-11", "2026-08-10", "13/11/2026", "3/10/2026"],
        ["11/7/2026", "10/8/2026", "13/11/2026", "20/10/2026"],
    ] {
        let remarks = read("sheet.csv", table(sound), false).1;
        assert!(!remarks.contains("swapped"), "{remarks}");
    }
}
