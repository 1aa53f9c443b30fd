//! How accounts are found and named.

use crate::data::{self, CONNECTIONS, Folder, NAMES, URLS, csv, findings, sent, sent_to, zip};

fn archive() -> String {
    format!("{URLS}{}", sent("Ada Ash", "ada-ash", "11/1/26, 9:00 AM", ""))
}

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
    assert_eq!(findings(&read), "");
    let folder = folder.file("d/anna-and-ben.csv", "LinkedIn,Tags\nin/ada-ash,both\n");
    let read = folder.clean("d");
    let said = folder.findings(&read);
    assert!(said.contains("fits several accounts, so it is given to none: anna and ben"), "{said}");
}
