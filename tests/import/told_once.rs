//! An invitation of which several sources tell is one, also where some of them are rows in the
//! columns of `invitations`; whoever is a connection of the account is pending no more.

use crate::data::{CONNECTIONS, Folder, OLD_CONNECTIONS, URLS, csv, read, sent, settings};
use polars::prelude::*;
use proptest::prelude::*;
use proptest::sample::select;
use rescind_data::invitations::{Invitations, find};
use std::fs::File;

const HEADER: &str = "account,person,name,state,sent_at,connected_on,withdrawn_on,tags,note\n";
const PENDING: &str = "anna,in/dee,Dee Four,pending,2026-06-04,,,vip,\n\
    anna,in/eve,Eve Five,pending,2026-06-05,,,,hello\n";
const ACCEPTED: &str = "anna,in/dee,Dee Four,accepted,2026-06-04,2026-11-20,,b,hi\n\
    anna,in/eve,,pending,2026-06-05,,,,\n";

/// The program's own view of these files, each with an account if that is said.
fn derived(folder: &Folder, names: &[&str]) -> Invitations {
    let sources: Vec<_> = names
        .iter()
        .map(|name| match name.split_once('=') {
            Some((account, path)) => (Some(account), folder.path(path)),
            None => (None, folder.path(name)),
        })
        .collect();
    read(&sources, &settings()).unwrap()
}

fn files() -> Folder {
    let folder = Folder::new()
        .file("nov.csv", format!("{HEADER}{PENDING}"))
        .file("dec.csv", format!("{HEADER}{ACCEPTED}"));
    for name in ["nov", "dec"] {
        let path = PlRefPath::new(folder.path(&format!("{name}.csv")).to_str().unwrap());
        let rows = LazyCsvReader::new(path).with_try_parse_dates(true).finish().unwrap();
        let lists = [col("tags").str().split(lit("|")).alias("tags")];
        let midnight = DataType::Datetime(TimeUnit::Microseconds, None);
        let rows = rows.with_columns(lists).with_column(col("sent_at").cast(midnight));
        let days = ["connected_on", "withdrawn_on"].map(|day| col(day).cast(DataType::Date));
        let mut rows = rows.with_columns(days).collect().unwrap();
        let file = File::create(folder.path(&format!("{name}.parquet"))).unwrap();
        ParquetWriter::new(file).finish(&mut rows).unwrap();
    }
    folder
}

#[test]
fn rows_of_two_files_are_one_invitation_and_its_end_counts() {
    let folder = files();
    let columns = "id name state known_by connected_on days_to_accept tags note attempts";
    let expected = "\
        anna/in/dee/2026-06-04,Dee Four,accepted,recorded,2026-11-20,169,b|vip,hi,1\n\
        anna/in/eve/2026-06-05,Eve Five,pending,recorded,,,\"\",hello,1\n";
    for files in [
        &["nov.csv", "dec.csv"][..],
        &["dec.csv", "nov.csv"],
        &["nov.parquet", "dec.csv"],
        &["dec.parquet", "nov.parquet"],
        &["nov.csv", "nov.parquet", "dec.csv"],
    ] {
        let read = derived(&folder, files);
        let rows = csv(&read, columns);
        assert_eq!(rows.split_once('\n').unwrap().1, expected, "{files:?}");
        let remarks = folder.findings(&read);
        let told = remarks.lines().filter(|line| line.contains("tell again of an invitation"));
        assert_eq!(told.count(), files.len() - 1, "{files:?}: {remarks}");
        assert_eq!(find(&read.frame, "Eve Five").unwrap().height(), 1);
        assert_eq!(read.accounts().unwrap(), ["anna"]);
        let alone = read.pending(|_| true).unwrap().collect().unwrap();
        assert_eq!(alone.height(), 1, "{files:?}");
    }
}

#[test]
fn one_file_without_repetitions_stays_a_scan() {
    let folder = files();
    assert!(derived(&folder, &["nov.parquet"]).has_places());
    assert!(!derived(&folder, &["nov.parquet", "dec.parquet"]).has_places());
}

#[test]
fn ends_that_contradict_each_other_are_said_and_the_better_known_counts() {
    let folder = Folder::new()
        .file("a.csv", format!("{HEADER}anna,in/dee,Dee,withdrawn,2026-06-04,,2026-07-01,,\n"))
        .file("b.csv", format!("{HEADER}anna,in/dee,Dee,declined,2026-06-04,,,,\n"));
    let read = derived(&folder, &["a.csv", "b.csv"]);
    assert_eq!(csv(&read, "state withdrawn_on"), "state,withdrawn_on\ndeclined,\n");
    let remarks = folder.findings(&read);
    let expected = "anna/in/dee: declined (DIR/b.csv), withdrawn (DIR/a.csv)";
    assert!(remarks.contains("warn rows-contradict"), "{remarks}");
    assert!(remarks.contains(expected), "{remarks}");
}

#[test]
fn connections_of_an_account_decide_about_its_rows() {
    let connections =
        format!("{CONNECTIONS}D,Four,https://www.linkedin.com/in/dee,,,,20 Nov 2026\n");
    let archive = [
        sent("Dee Four", "dee", "6/4/26, 2:37 PM", ""),
        sent("Eve Five", "eve", "6/5/26, 2:37 PM", "hello"),
    ];
    let folder = files()
        .file("c/anna/Connections.csv", &connections)
        .file("x/ben/Connections.csv", &connections)
        .file("anna/Connections.csv", &connections)
        .file("anna/Invitations.csv", format!("{URLS}{}", archive.concat()));
    for rows in ["nov.csv", "nov.parquet"] {
        let read = derived(&folder, &[rows, "c"]);
        let states = csv(&read, "person state known_by connected_on days_to_accept");
        let mut states: Vec<&str> = states.lines().skip(1).collect();
        states.sort_unstable();
        assert_eq!(states, ["in/dee,accepted,matched,2026-11-20,169", "in/eve,pending,recorded,,"]);
        let remarks = folder.findings(&read);
        assert!(
            remarks.contains("1 pending row(s) are of connections of the account"),
            "{remarks}"
        );
        // An archive of the same account tells of the same invitations.
        let read = derived(&folder, &["anna", rows]);
        let states = csv(&read, "id state tags note");
        let states = states.split_once('\n').unwrap().1;
        let expected = "anna/in/dee/2026-06-04,accepted,vip,\"\"\n\
            anna/in/eve/2026-06-05,pending,\"\",hello\n";
        assert_eq!(states, expected, "{}", folder.findings(&read));
        // Connections of somebody else say nothing, and that is said.
        let read = derived(&folder, &[rows, "x"]);
        assert!(!csv(&read, "state").contains("accepted"));
        let remarks = folder.findings(&read);
        assert!(remarks.contains("warn connections-alone ben"), "{remarks}");
    }
}

#[test]
fn a_list_of_the_sent_page_tells_of_the_newest_invitation() {
    let list = |age: &str| {
        let address = "https://www.linkedin.com/in/eve";
        format!("profileUrl,sentDate,timestamp\n{address},Sent {age} ago,2026-11-22T00:00:00Z\n")
    };
    let folder = files().file("list.csv", list("5 months")).file("again.csv", list("3 days"));
    let read = derived(&folder, &["nov.csv", "anna=list.csv"]);
    let rows = csv(&read, "id state known_by age_days");
    assert!(rows.contains("anna/in/eve/2026-06-05,pending,listed,171"), "{rows}");
    assert_eq!(rows.lines().count(), 3, "{rows}");
    // What is three days old is another invitation: the one before is over.
    let read = derived(&folder, &["nov.csv", "anna=again.csv"]);
    let rows = csv(&read, "id state known_by");
    assert!(rows.contains("anna/in/eve/2026-06-05,withdrawn,presumed"), "{rows}");
    assert!(rows.contains("anna/in/eve/unknown,pending,listed"), "{rows}");
    let remarks = folder.findings(&read);
    assert!(remarks.contains("warn rows-superseded"), "{remarks}");
}

#[test]
fn two_people_of_one_name_in_one_file_stay_two() {
    let rows = "account,name,state,sent_at,tags\nanna,Una Ek,pending,2026-06-04,a\n\
        anna,Una Ek,pending,2026-06-04,b\n";
    let folder = Folder::new().file("a.csv", rows).file("b.csv", rows);
    assert_eq!(csv(&derived(&folder, &["a.csv"]), "tags"), "tags\na\nb\n");
    assert_eq!(csv(&derived(&folder, &["a.csv", "b.csv"]), "tags"), "tags\na\nb\n");
}

/// Each person's state, in the order of their keys.
fn states(read: &Invitations) -> Vec<String> {
    let rows = csv(read, "person state");
    let mut rows: Vec<String> = rows.lines().skip(1).map(String::from).collect();
    rows.sort_unstable();
    rows
}

#[test]
fn a_name_alone_is_the_one_person_of_that_name() {
    let header = "account,person,profile_url,name,state,sent_at,kind\n";
    let rows = "anna,in/h,,H Eight,pending,2026-08-04,connection\n\
        anna,in/g,,G Nine,pending,2026-08-04,connection\n\
        anna,in/g-2,,G Nine,pending,2026-08-04,connection\n";
    let named = "anna,,,H Eight,accepted,2026-08-04,connection\n\
        anna,,,G Nine,accepted,2026-08-04,connection\n";
    let folder = Folder::new()
        .file("a.csv", format!("{header}{rows}"))
        .file("b.csv", format!("{header}{named}"));
    for files in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
        let read = derived(&folder, &files);
        let expected = ["in/g,pending", "in/g-2,pending", "in/h,accepted", "name:g nine,accepted"];
        assert_eq!(states(&read), expected);
        let remarks = folder.findings(&read);
        assert!(remarks.contains("ambiguous-name anna"), "{remarks}");
    }
    // A connection that is known by a name alone is one of that person, and of nobody else.
    let connected = format!("{OLD_CONNECTIONS}H,Eight,,,,20 Nov 2026\nG,Nine,,,,20 Nov 2026\n");
    let folder = folder.file("c/anna/Connections.csv", connected);
    let read = derived(&folder, &["a.csv", "c"]);
    assert_eq!(states(&read), ["in/g,pending", "in/g-2,pending", "in/h,accepted"]);
    assert!(folder.findings(&read).contains("ambiguous-name anna"));
}

#[test]
fn a_sheet_of_names_speaks_of_rows_and_says_whom_it_does_not_know() {
    let rows = "account,person,name,state,sent_at\nanna,in/p0,Ana Quo,pending,2026-09-01\n\
        anna,in/p1,Bna Ruo,pending,2026-09-02\n";
    let folder = Folder::new()
        .file("rows.csv", rows)
        .file("names.csv", "Name,Tags\nAna Quo,client\nNobody Known,x\n")
        .file("zed.csv", "Account,Name,Tags\nzed,Ana Quo,client\n")
        .file("ben.csv", "Name,Date sent,Status\nCleo Ix,2026-09-01,Pending\n");
    let read = derived(&folder, &["rows.csv", "names.csv"]);
    assert_eq!(csv(&read, "person tags"), "person,tags\nin/p0,client\nin/p1,\"\"\n");
    let remarks = folder.findings(&read);
    assert!(
        remarks.contains("names.csv: 1 row(s) about people without an invitation"),
        "{remarks}"
    );
    let read = derived(&folder, &["rows.csv", "zed.csv"]);
    assert!(folder.findings(&read).contains("1 row(s) of unknown accounts were left out: zed"));
    // An account about which nothing but its sheet speaks has the sheet's invitations.
    let read = derived(&folder, &["rows.csv", "ben=ben.csv"]);
    assert_eq!(states(&read), ["in/p0,pending", "in/p1,pending", "name:cleo ix,pending"]);
}

#[test]
fn of_two_times_on_one_day_the_later_counts_whichever_comes_first() {
    let row = |at| format!("account,person,state,sent_at\nanna,in/d,pending,2026-06-04T{at}Z\n");
    let folder = Folder::new().file("a.csv", row("00:00:00")).file("b.csv", row("21:00:00"));
    for files in [["a.csv", "b.csv"], ["b.csv", "a.csv"]] {
        let read = csv(&derived(&folder, &files), "sent_at age_days");
        assert_eq!(read, "sent_at,age_days\n2026-06-04T21:00:00Z,171\n");
    }
}

#[test]
fn rows_that_a_later_list_lacks_are_said() {
    let list = "profileUrl,sentDate,timestamp\nhttps://www.linkedin.com/in/eve,Sent 5 months \
        ago,2026-11-22T00:00:00Z\n";
    let folder = files().file("list.csv", list);
    let remarks = folder.findings(&derived(&folder, &["nov.csv", "anna=list.csv"]));
    assert!(remarks.contains("nov.csv: 1 pending row(s) are not on the list"), "{remarks}");
}

/// What is drawn of one person: the name, whether a profile is known to the archive and to the
/// sheet, the day sent, the status in the sheet and whether the person is a connection.
#[derive(Clone, Debug)]
struct Drawn {
    name: &'static str,
    in_rows: bool,
    in_sheet: bool,
    day: u32,
    status: &'static str,
    is_connection: bool,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is an invitation of an archive may as well be a row of `invitations`: sheets and
    /// connections decide alike about both whether it is over.
    #[test]
    fn rows_are_read_as_an_archive_is(people in prop::collection::vec(
        (select(vec!["Ada Q", "Ben R", "Cy S", "Ada Q"]), any::<[bool; 2]>(), 1_u32..28,
         select(vec!["", "accepted", "withdrawn", "pending", "declined"]), any::<bool>()),
        1..8,
    )) {
        let people = people.into_iter().map(|(name, [in_rows, in_sheet], day, status, is)| Drawn {
            name, in_rows, in_sheet, day, status, is_connection: is,
        });
        let people: Vec<Drawn> = people.collect();
        let url = |at: usize, is: bool| {
            if is { format!("https://www.linkedin.com/in/p{at}") } else { String::new() }
        };
        let mut archive = vec![URLS.to_owned()];
        let mut rows = vec!["account,profile_url,name,sent_at,state\n".to_owned()];
        let mut sheet = vec!["Name,Profile URL,Status\nZed Z,,pending\n".to_owned()];
        let mut connections = vec![format!("{CONNECTIONS}Yan,Y,,,,,20 Nov 2026\n")];
        for (at, one) in people.iter().enumerate() {
            let (own_url, theirs) = (url(at, one.in_rows), url(at, one.in_sheet));
            let (name, day) = (one.name, one.day);
            let me = "https://www.linkedin.com/in/anna-berg";
            let sent = format!("\"9/{day}/26, 2:37 PM\"");
            archive.push(format!("Anna Berg,{name},{sent},,OUTGOING,{me},{own_url}\n"));
            rows.push(format!("anna,{own_url},{name},2026-09-{day:02}T14:37:00Z,pending\n"));
            if !one.status.is_empty() {
                sheet.push(format!("{name},{theirs},{}\n", one.status));
            }
            if one.is_connection {
                let (first, last) = name.split_once(' ').unwrap();
                connections.push(format!("{first},{last},{theirs},,,,20 Nov 2026\n"));
            }
        }
        let folder = Folder::new()
            .file("anna/Invitations.csv", archive.concat())
            .file("rows.csv", rows.concat())
            .file("sheet.csv", sheet.concat())
            .file("anna/Connections.csv", connections.concat())
            .file("c/anna/Connections.csv", connections.concat());
        let of_archive = derived(&folder, &["anna", "sheet.csv"]);
        let of_rows = derived(&folder, &["rows.csv", "c", "sheet.csv"]);
        let are_pending = |read: &Invitations| -> Vec<String> {
            states(read).into_iter().filter(|row| row.ends_with(",pending")).collect()
        };
        let remarks = folder.findings(&of_rows);
        prop_assert_eq!(are_pending(&of_archive), are_pending(&of_rows), "{}", remarks);
    }
}

#[test]
fn a_persons_key_is_read_however_it_is_written() {
    let rows = |person: &str, state: &str| {
        format!("account,person,name,sent_at,state\nanna,{person},B,2026-08-30,{state}\n")
    };
    let folder = Folder::new().file("own.csv", rows("in/ben-alt", "withdrawn"));
    let folder = folder.file("id.csv", rows("urn:li:fsd_profile:ACoAABxx12345678", "withdrawn"));
    for (own_url, person) in [
        ("own.csv", "https://www.linkedin.com/in/ben-alt"),
        ("own.csv", "in/Ben-Alt"),
        ("own.csv", "/in/ben-alt/"),
        ("own.csv", " in/ben-alt "),
        ("own.csv", "linkedin.com/in/ben%2Dalt?x=1"),
        ("id.csv", "urn:li:fs_miniProfile:ACoAABxx12345678"),
    ] {
        let folder = Folder::new()
            .file("a.csv", rows(person, "pending"))
            .file("b.csv", std::fs::read(folder.path(own_url)).unwrap());
        let read = derived(&folder, &["a.csv", "b.csv"]);
        let states = states(&read);
        assert!(states.len() == 1 && states[0].ends_with(",withdrawn"), "{person}: {states:?}");
    }
}
