//! `list("name.csv")` and the lists of people that a project keeps: read as all data are.

use crate::data::Folder;
use rescind_data::import::data_folder::folder::DataFolder;

/// The values of a list, and what there is to say of it.
fn list(name: &str, bytes: &[u8], column: Option<&str>) -> (Result<Vec<String>, String>, String) {
    let folder = Folder::new().file(name, bytes);
    match DataFolder::at(&folder.path("")).list(name, column) {
        Ok(read) => (Ok(read.values), read.findings.into_iter().map(|one| one.message).collect()),
        Err(error) => (Err(error.to_string()), String::new()),
    }
}

/// What may be an entry above the people, and the people with their accounts.
fn people(text: &str, column: Option<&str>) -> Result<String, String> {
    let folder = Folder::new().file("p.csv", text);
    let read = DataFolder::at(&folder.path(""))
        .people("p.csv", column)
        .map_err(|error| error.to_string())?;
    let people = read.people.iter().map(|person| {
        let account = person.account.as_deref().unwrap_or("-");
        format!("{}: {} ({account})", person.row, person.names.join(" + "))
    });
    let remarks = read.findings.into_iter().map(|one| one.message);
    let lines = people.chain(remarks).collect::<Vec<_>>();
    Ok(format!("{} | {}", read.headers.join(" / "), lines.join("; ")))
}

#[test]
fn a_list_is_read_in_every_encoding_and_below_every_preamble() {
    let utf16: Vec<u8> = "Company\nZoë AG\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        &utf16[..],
        b"Company\nZo\xeb AG\n",
        "\u{feff}Company\r\nZoë AG\r\n\r\n".as_bytes(),
        "sep=;\r\nCompany;Since\r\nZoë AG;2026\r\n".as_bytes(),
        "Company\tSince\nZoë AG\n".as_bytes(),
        "Company\nZoë AG".as_bytes(),
    ] {
        let (read, _) = list("l.csv", bytes, None);
        assert_eq!(read, Ok(vec!["Zoë AG".to_owned()]), "{}", String::from_utf8_lossy(bytes));
        let (read, _) = list("l.csv", bytes, Some("company"));
        assert_eq!(read, Ok(vec!["Zoë AG".to_owned()]));
    }
    let (read, remarks) = list("l.csv", b"Targets of Q3\n\nName\nAda B\n", None);
    assert_eq!(read, Ok(vec!["Ada B".to_owned()]));
    assert!(remarks.contains("`Name` is taken for its header"), "{remarks}");
    assert!(remarks.contains("`Targets of Q3`, is no value"), "{remarks}");
}

#[test]
fn a_value_with_a_comma_is_whole_or_refused() {
    let (read, _) = list("l.csv", b"Company\nAcme, Inc.\nOther\nThird\n", None);
    assert_eq!(read, Ok(["Acme, Inc.", "Other", "Third"].map(String::from).to_vec()));
    let (read, _) = list("l.csv", b"Company,Tier\nAcme, Inc.,1\nOther,2\n", None);
    let error = read.unwrap_err();
    assert!(error.contains("l.csv, row 2: a ragged row of 3 cells"), "{error}");
}

#[test]
fn people_are_named_by_every_column_that_says_who_they_are() {
    let both = "LinkedIn,Name,Account,Tags\nin/ada-b,Ada B,anna,x\n,Ben C,,\n,,anna,y\n";
    let read = people(both, None).unwrap();
    assert_eq!(
        read,
        "LinkedIn / Name | 2: in/ada-b + Ada B (anna); 3: Ben C (-); \
         p.csv: 1 row(s) name nobody, the first is row 4"
    );
    let parts = people("First name,Last name\nAda,B\n", None).unwrap();
    assert_eq!(parts, "First name | 2: Ada B (-)");
    let one = people(both, Some("linkedin")).unwrap();
    assert_eq!(one, " | 2: in/ada-b (anna)");
    assert_eq!(people("in/first\nin/second\n", None).unwrap(), "in/first | 2: in/second (-)");
    let above = people("Nobody writes to these\n\nName\nAda B\n", None).unwrap();
    assert_eq!(above, "Nobody writes to these / Name | 4: Ada B (-)");
    assert!(people("Name,Account\nAda B,anna,x\n", None).is_err());
}

#[test]
fn a_file_to_which_every_run_appends_is_as_new_as_its_last_run() {
    let at = |slug: &str| format!("https://www.linkedin.com/in/{slug}/");
    let rows = [
        format!("{},Sent 3 weeks ago,2026-09-01T10:00:00.000Z", at("una-ek")),
        format!("{},Sent 1 month ago,2026-09-01T10:00:00.000Z", at("ivo-dahl")),
        format!("{},Sent 3 months ago,2026-11-20T10:00:00.000Z", at("ivo-dahl")),
        format!("{},Sent 1 week ago,2026-11-20T10:02:00.000Z", at("mia-sol")),
    ];
    let list = format!("profileUrl,sentDate,timestamp\n{}\n", rows.join("\n"));
    let folder = crate::data::Folder::new().file("lea.csv", list);
    let read = folder.read("lea.csv").unwrap();
    let rows = crate::data::csv(&read, "person state");
    assert_eq!(rows, "person,state\nin/ivo-dahl,pending\nin/mia-sol,pending\n");
    let remarks = folder.findings(&read);
    assert!(remarks.contains("older-list lea: 2 row(s) of older lists were left out"), "{remarks}");
}
