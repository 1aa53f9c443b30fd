//! How accounts are found and named.

use crate::data::{self, CONNECTIONS, Folder, NAMES, URLS, csv, findings, sent, sent_to, zip};
use polars::prelude::*;

fn archive() -> String {
    format!("{URLS}{}", sent("Ada Ash", "ada-ash", "11/1/26, 9:00 AM", ""))
}

/// Ada Ash's row of Connections.csv.
const ADA_ACCEPTED: &str = "Ada,Ash,https://www.linkedin.com/in/ada-ash,,,,08 Nov 2026\n";

fn by_name() -> String {
    format!("{NAMES}{}", sent_to("Ada Ash", "11/1/26, 9:00 AM"))
}

fn accounts(folder: &Folder, name: &str) -> Vec<String> {
    folder.clean(name).accounts().unwrap()
}

#[test]
fn a_folder_of_accounts_holds_folders_zips_and_sets_of_files() {
    let connections = format!("{CONNECTIONS}Ada,Ash,,,Acme,Cook,08 Nov 2026\n");
    let folder = Folder::new()
        .file("agency/anna/Basic_LinkedInDataExport_11-20-2026/Invitations.csv", archive())
        .zip(
            "agency/ben.zip",
            &[("export/Invitations.csv", &archive()), ("x/Skills.csv", "Name\nX\n")],
        )
        .file("agency/carla-Invitations.csv", by_name())
        .file("agency/carla_Connections.csv", connections)
        .file("agency/ben-sent.csv", "Name,Profile URL,Months\nDan,in/dan,2\n")
        .file("agency/dora/mine.csv", "Name,Date sent,Tags\nEve Eck,2026-11-01,vip\n")
        .file("agency/tracking.csv", "Full name,Tags,Tier\nAda Ash,client,1\n");
    let read = folder.clean("agency");
    insta::assert_snapshot!(csv(&read, "account person state known_by tags tier"), @r#"
    account,person,state,known_by,tags,tier
    anna,in/ada-ash,pending,presumed,client,1
    ben,in/ada-ash,withdrawn,presumed,client,1
    ben,in/dan,pending,listed,"",
    carla,name:ada ash,accepted,matched,client,1
    dora,name:eve eck,pending,recorded,vip,
    "#);
}

#[test]
fn a_folder_that_holds_an_archive_is_one_account() {
    let folder = Folder::new()
        .file("anna/Invitations.csv", archive())
        .file("anna/older/Basic.zip", zip(&[("Invitations.csv", &by_name())]));
    assert_eq!(accounts(&folder, "anna"), ["anna"]);
}

#[test]
fn a_name_of_linkedins_making_gives_way_to_the_owner() {
    for name in
        ["Basic_LinkedInDataExport_11-20-2026.zip", "Complete_LinkedInDataExport_1-2-26 (1).zip"]
    {
        let folder = Folder::new().zip(name, &[("Invitations.csv", &archive())]);
        assert_eq!(accounts(&folder, name), ["anna-berg"]);
        let folder = Folder::new().zip(name, &[("Invitations.csv", &by_name())]);
        assert_eq!(accounts(&folder, name), ["anna-berg"]);
    }
    let folder = Folder::new().zip("anna.zip", &[("Invitations.csv", &archive())]);
    assert_eq!(accounts(&folder, "anna.zip"), ["anna"]);
}

#[test]
fn a_bare_file_is_its_owners_else_called_after_itself() {
    let folder = Folder::new().file("Invitations.csv", archive()).file(
        "result.csv",
        "profileUrl,sentDate,timestamp\nin/ada,Sent 1 week ago,2026-11-20T10:00:00Z\n",
    );
    assert_eq!(accounts(&folder, "Invitations.csv"), ["anna-berg"]);
    let read = folder.clean("result.csv");
    assert_eq!(read.accounts().unwrap(), ["result"]);
    assert!(findings(&read).contains("account-unnamed"), "{}", findings(&read));
    let named = [(Some("anna"), folder.path("result.csv"))];
    let read = data::read(&named, &data::settings()).unwrap();
    assert_eq!((read.accounts().unwrap(), findings(&read)), (vec!["anna".into()], String::new()));
}

#[test]
fn files_given_side_by_side_belong_together() {
    let folder = Folder::new()
        .file("Invitations.csv", archive())
        .file(
            "Connections.csv",
            format!("{CONNECTIONS}Ada,Ash,https://www.linkedin.com/in/ada-ash,,,,08 Nov 2026\n"),
        )
        .file("sheet.csv", "LinkedIn,Tags\nin/ada-ash,vip\n");
    let sources =
        ["Invitations.csv", "Connections.csv", "sheet.csv"].map(|f| (None, folder.path(f)));
    let read = data::read(&sources, &data::settings()).unwrap();
    insta::assert_snapshot!(csv(&read, "account state tags"), @r#"
    account,state,tags
    anna-berg,accepted,vip
    "#);
}

#[test]
fn a_sheet_alone_brings_invitations_if_it_has_dates() {
    let folder = Folder::new()
        .file(
            "mine.csv",
            "Name,Date sent,Withdrawn\nAda Ash,2026-11-01,\n\
             Ben,2026-10-01,2026-11-01\nBen,2026-10-02,\nCy,,\n",
        )
        .file("both.csv", "Name,Date sent,Account\nAda Ash,2026-11-01,anna\nBen,2026-10-01,ben\n");
    let read = folder.clean("mine.csv");
    insta::assert_snapshot!(csv(&read, "id state known_by withdrawn_on reconnect_on"), @r#"
    id,state,known_by,withdrawn_on,reconnect_on
    mine/name:ben/2026-10-01,withdrawn,recorded,2026-11-01,2026-11-22
    mine/name:ben/2026-10-02,pending,recorded,,
    mine/name:ada ash/2026-11-01,pending,recorded,,
    "#);
    insta::assert_snapshot!(folder.findings(&read), @r#"
    note account-unnamed mine: DIR/mine.csv: nothing says whose it is; its name is taken for the account's
    note sheet-unmatched -: DIR/mine.csv: 1 row(s) about people without an invitation
    "#);
    assert_eq!(accounts(&folder, "both.csv"), ["anna", "ben"]);
}

#[test]
fn what_systems_leave_behind_is_passed_over() {
    let folder = Folder::new()
        .file("anna/Invitations.csv", archive())
        .file("anna/._Invitations.csv", archive())
        .file("anna/__MACOSX/Invitations.csv", archive())
        .file("anna/.git/Invitations.csv", archive())
        .file("anna/Ad_Targeting.csv", "Name,Name,Name\nx,y,z\n")
        .file("anna/Certifications.csv", "Name,Url,Authority,Started On\nx,https://x,y,z\nbad\n");
    let read = folder.clean("anna");
    assert_eq!(csv(&read, "id"), "id\nanna/in/ada-ash/2026-11-01\n");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    let folder = Folder::new().file("anna/Invitations.csv", archive()).file(
        "elsewhere/Invitations.csv",
        format!("{URLS}{}", sent("Eve", "eve", "11/1/26, 9:00 AM", "")),
    );
    std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("anna/link")).unwrap();
    std::os::unix::fs::symlink(folder.path("anna"), folder.path("anna/loop")).unwrap();
    let read = folder.clean("anna");
    assert_eq!(csv(&read, "id"), "id\nanna/in/ada-ash/2026-11-01\n");
}

#[test]
fn a_file_goes_to_the_account_with_the_longest_name_that_fits() {
    let folder = Folder::new()
        .file("d/anna/Invitations.csv", archive())
        .file("d/anna-berg/Invitations.csv", archive())
        .file("d/ben/Invitations.csv", archive())
        .file("d/anna-berg-sheet.csv", "LinkedIn,Tags\nin/ada-ash,berg\n")
        .file("d/2026 anna.csv", "LinkedIn,Campaign\nin/ada-ash,of anna\n");
    let read = folder.clean("d");
    insta::assert_snapshot!(csv(&read, "account tags campaign"), @r#"
    account,tags,campaign
    anna,"",of anna
    anna-berg,berg,
    ben,"",
    "#);
    let remarks = findings(&read);
    assert!(remarks.starts_with("warn account-mixed -: anna and anna-berg and ben"), "{remarks}");
    assert_eq!(remarks.lines().count(), 1);
    let folder = folder.file("d/anna-and-ben.csv", "LinkedIn,Tags\nin/ada-ash,both\n");
    let read = folder.clean("d");
    let remarks = folder.findings(&read);
    assert!(
        remarks.contains("left out, since its name fits several accounts: anna and ben"),
        "{remarks}"
    );
    assert!(!csv(&read, "tags").contains("both"), "{remarks}");
}

#[test]
fn a_sheet_whose_name_fits_two_accounts_is_no_accounts() {
    let folder = Folder::new()
        .file("d/jo/Invitations.csv", archive())
        .file("d/sent/Invitations.csv", archive())
        .file("d/ben/Invitations.csv", archive())
        .file("d/jo-sent.csv", "LinkedIn,Name,Tags\nin/ada-ash,Ada Ash,drop\n");
    let read = folder.clean("d");
    assert_eq!(csv(&read, "account tags"), "account,tags\nben,\"\"\njo,\"\"\nsent,\"\"\n");
    let remarks = folder.findings(&read);
    let expected = "DIR/d/jo-sent.csv: left out, since its name fits several accounts: jo and sent";
    assert!(remarks.contains(expected), "{remarks}");
    // Rows that say whose they are need no name of a file.
    let sheet = "LinkedIn,Account,Tags\nin/ada-ash,jo,drop\n";
    let read = folder.file("d/jo-sent.csv", sheet).clean("d");
    assert_eq!(csv(&read, "account tags"), "account,tags\nben,\"\"\njo,drop\nsent,\"\"\n");
}

#[test]
fn accents_in_two_pieces_are_those_in_one_in_names_of_files() {
    const APART: &str = "zoe\u{308}";
    let sheet = "LinkedIn,Name,Tags\nin/ada-ash,Ada Ash,drop\n";
    let folder = Folder::new()
        .file("d/zo\u{eb}/Invitations.csv", archive())
        .file("d/zoe/Invitations.csv", archive())
        .file(&format!("d/{APART}-sheet.csv"), sheet)
        .file("e/Zo\u{eb}-Invitations.csv", archive())
        .file(&format!("e/{APART}-Connections.csv"), format!("{CONNECTIONS}{ADA_ACCEPTED}"))
        .file("e/zoe-Invitations.csv", archive())
        .zip(&format!("{APART}.zip"), &[("Invitations.csv", &archive())])
        .file(&format!("{APART}.csv"), "LinkedIn,Date sent\nin/ada-ash,2026-11-01\n");
    assert_eq!(csv(&folder.clean("d"), "account tags"), "account,tags\nzoe,\"\"\nzo\u{eb},drop\n");
    let read = folder.clean("e");
    assert_eq!(csv(&read, "account state"), "account,state\nZo\u{eb},accepted\nzoe,pending\n");
    assert_eq!(accounts(&folder, &format!("{APART}.csv")), ["zo\u{eb}"]);
    let given = [("d", None), (&format!("{APART}.zip"), None), ("zoe.zip", Some(APART))];
    let folder = folder.zip("zoe.zip", &[("Invitations.csv", &archive())]);
    let given = given.map(|(name, account)| (account, folder.path(name)));
    let read = data::read(&given, &data::settings()).unwrap();
    assert_eq!(read.accounts().unwrap(), ["zoe", "zo\u{eb}"]);
}

/// A Parquet file of a frame.
fn parquet(folder: &Folder, name: &str, mut frame: DataFrame) {
    let file = std::fs::File::create(folder.path(name)).unwrap();
    ParquetWriter::new(file).with_row_group_size(Some(3)).finish(&mut frame).unwrap();
}

#[test]
fn accounts_that_differ_in_case_or_blanks_are_one_and_spelled_as_first_written() {
    let names = ["Anna", "anna", " anna\u{a0}", "ben", "ANNA", " ", "Ben"];
    let rows = |at: usize| format!("{},in/p{at},pending\n", names[at]);
    let rows: Vec<String> = (0..names.len()).map(rows).collect();
    let text = format!("account,person,state\n{}", rows.concat());
    let people: Vec<String> = (0..names.len()).map(|at| format!("in/p{at}")).collect();
    let frame = df!("account" => names, "person" => people, "state" => ["pending"; 7]).unwrap();
    let folder = Folder::new().file("whose.csv", text);
    parquet(&folder, "whose.parquet", frame.clone());
    parquet(&folder, "one.parquet", frame.slice(1, 1));
    for name in ["whose.csv", "whose.parquet"] {
        let read = folder.read(name).unwrap();
        assert_eq!(
            csv(&read, "account account_pending"),
            "account,account_pending\nAnna,4\nAnna,4\nAnna,4\nben,2\nAnna,4\nwhose,1\nben,2\n",
            "{name}"
        );
        let remarks = findings(&read);
        assert_eq!(remarks.matches("account-spellings").count(), 2, "{remarks}");
        assert!(
            remarks.contains("account-spellings Anna: spelled ` anna\u{a0}`, `ANNA`, `anna`"),
            "{remarks}"
        );
    }
    // What a folder, the project or `--account` says comes before that.
    let read_as = |account: &str, name: &str| {
        data::read(&[(Some(account), folder.path(name))], &data::settings()).unwrap()
    };
    assert_eq!(read_as("Anna ", "one.parquet").accounts().unwrap(), ["Anna"]);
    let sources = [(Some("ANNA "), folder.path("list.csv")), (None, folder.path("whose.parquet"))];
    std::fs::write(&sources[0].1, format!("{URLS}{}", sent("Ada", "ada", "11/1/26, 9:00 AM", "")))
        .unwrap();
    let read = data::read(&sources, &data::settings()).unwrap();
    assert_eq!(read.accounts().unwrap(), ["ANNA", "ben", "whose"]);
}

#[test]
fn folders_and_sheets_name_the_same_account_in_any_case() {
    let row =
        |name: &str, slug: &str| format!("{URLS}{}", sent(name, slug, "11/1/26, 9:00 AM", ""));
    let folder = Folder::new()
        .file("agency/Anna/Invitations.csv", row("Ada", "ada"))
        .file("more/anna /Invitations.csv", row("Ben", "ben"))
        .file("agency/ben/Invitations.csv", row("Cy", "cy"))
        .file("sheet.csv", "Account,Name,Tags\n anna,Ada,a\nBEN\u{a0},Cy,c\n,Ben,b\n");
    let sources = ["agency", "more", "sheet.csv"].map(|name| (None, folder.path(name)));
    let mut settings = data::settings();
    settings.cooling_off_days_of.insert("ANNA".into(), 30);
    let read = data::read(&sources, &settings).unwrap();
    assert_eq!(
        csv(&read, "account person tags"),
        "account,person,tags\nAnna,in/ada,a\nAnna,in/ben,b\nben,in/cy,c\n",
        "{}",
        findings(&read)
    );
    assert!(
        findings(&read).contains("account-spellings Anna: spelled ` anna`"),
        "{}",
        findings(&read)
    );
}

#[test]
fn a_sheet_alone_has_each_account_once() {
    let folder = Folder::new().file(
        "sheet.csv",
        "Account,Name,Date sent\nAnna,Ada,2026-11-01\nanna,Ben,2026-11-02\nANNA ,Cy,2026-11-03\n",
    );
    let read = folder.read("sheet.csv").unwrap();
    assert_eq!(
        csv(&read, "account name account_pending"),
        "account,name,account_pending\nAnna,Ada,3\nAnna,Ben,3\nAnna,Cy,3\n"
    );
}

#[test]
fn a_zip_of_two_people_is_two_accounts_and_mixed_ones_are_said() {
    let of = |owner: &str, slug: &str| {
        let url = "https://www.linkedin.com/in";
        format!("{URLS}{owner},Ada B,\"7/1/26, 9:00 AM\",,OUTGOING,{url}/{slug},{url}/ada-{slug}\n")
    };
    let (anna, ben) = (of("Anna Berg", "anna-berg"), of("Ben Cole", "ben-cole"));
    let members = [("anna/Invitations.csv", anna.as_str()), ("ben/Invitations.csv", &ben)];
    let folder = Folder::new().zip("d/agency.zip", &members);
    let read = folder.read("d/agency.zip").unwrap();
    assert_eq!(csv(&read, "account name"), "account,name\nanna,Ada B\nben,Ada B\n");
    assert_eq!(findings(&read), "");
    let folder = Folder::new().file("d/Invitations.csv", &anna).file("d/old/Invitations.csv", &ben);
    let remarks = folder.findings(&folder.read("d").unwrap());
    assert!(remarks.contains("d: holds invitations of several people"), "{remarks}");
    let folder = Folder::new()
        .file("d/anna/Invitations.csv", &anna)
        .file("d/anna-old/Invitations.csv", &anna);
    let remarks = folder.findings(&folder.read("d").unwrap());
    assert!(remarks.contains("anna and anna-old: accounts of one owner, anna-berg"), "{remarks}");
}

#[test]
fn a_file_by_itself_goes_by_its_owner() {
    let of = |owner: &str, slug: &str| {
        let url = "https://www.linkedin.com/in";
        format!("{URLS}{owner},Ada B,\"7/1/26, 9:00 AM\",,OUTGOING,{url}/{slug},{url}/ada-b\n")
    };
    let messages = [
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,\
         SUBJECT,CONTENT,FOLDER",
        "1,,Ben Cole,https://www.linkedin.com/in/ben-cole,Ada B,https://www.linkedin.com/in/ada-b,\
         2026-08-01 10:00:00 UTC,,Hi,INBOX",
        "2,,Cy D,https://www.linkedin.com/in/cy-d,Ben Cole,https://www.linkedin.com/in/ben-cole,\
         2026-08-02 10:00:00 UTC,,Hi,INBOX",
    ];
    let messages = messages.join("\n");
    let folder = Folder::new()
        .file("d/anna-Invitations.csv", of("Anna Berg", "anna-berg"))
        .file("d/ben-Invitations.csv", of("Ben Cole", "ben-cole"))
        .file("d/messages.csv", messages);
    let read = folder.read("d").unwrap();
    assert_eq!(csv(&read, "account messages"), "account,messages\nanna,0\nben,1\n");
    let connections = format!("{CONNECTIONS}Ada,B,,,X,Y,01 Aug 2026\n");
    let folder = folder.file("d/Connections.csv", connections);
    let remarks = folder.findings(&folder.read("d").unwrap());
    assert!(
        remarks.contains("Connections.csv: left out, since nothing says which account"),
        "{remarks}"
    );
}
