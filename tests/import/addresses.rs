//! Addresses as people copy them and programs write them: whom they name is read, or said.

use crate::data::{CONNECTIONS, Folder, URLS, csv, sent};

/// The states of Una and Ivo, of an archive beside which a sheet says that this address withdrew.
fn beside(address: &str) -> String {
    let archive = ["una-ek", "ivo-dahl"].map(|slug| sent("X Y", slug, "7/3/26, 9:00 AM", ""));
    let sheet = format!("LinkedIn\tWithdrawn on\n{address}\t2026-08-04\n");
    let folder = Folder::new()
        .file("lea/Invitations.csv", format!("{URLS}{}", archive.concat()))
        .file("lea/sheet.tsv", sheet);
    csv(&folder.read("lea").unwrap(), "person state")
}

#[test]
fn a_withdrawal_is_heard_whatever_stands_behind_the_address() {
    let expected = "person,state\nin/ivo-dahl,pending\nin/una-ek,withdrawn\n";
    for after in [
        "",
        "\u{200e}",
        "\u{200b}",
        "\u{feff}",
        "\u{ad}",
        ")",
        ">",
        ".",
        ";",
        ",",
        "'",
        "*",
        "\\",
        "|",
        "&trk=x",
        "%3Ftrk%3Dx",
        " – CEO",
        "/en?trk=x",
        "%E2%80%8E",
    ] {
        let address = format!("https://www.linkedin.com/in/una-ek{after}");
        assert_eq!(beside(&address), expected, "{address:?}");
    }
    for address in [
        "https://www.google.com/url?q=https://www.linkedin.com/in/una-ek&sa=D",
        "https://www.linkedin.com/authwall?\
         sessionRedirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Funa-ek",
        "<https://www.linkedin.com/in/una-ek>",
    ] {
        assert_eq!(beside(address), expected, "{address}");
    }
}

#[test]
fn an_address_of_nobody_makes_no_two_people_one() {
    for word in ["undefined", "UNKNOWN", "null", "me", "unavailable", "none", "-"] {
        let address = format!("https://www.linkedin.com/in/{word}");
        let sheet = format!(
            "Name,LinkedIn,Date sent,Status\nUna Ek,{address},2026-07-03,Pending\n\
             Ivo Dahl,{address},2026-07-03,Accepted\n\
             Mia Sol,https://www.linkedin.com/in/mia-sol,2026-07-03,Pending\n"
        );
        let folder = Folder::new().file("lea.csv", sheet);
        let read = folder.read("lea.csv").unwrap();
        let expected = "name,state\nMia Sol,pending\nIvo Dahl,accepted\nUna Ek,pending\n";
        assert_eq!(csv(&read, "name state"), expected, "{word}");
        assert_eq!(folder.skipped(&read), "", "{word}");
    }
}

#[test]
fn a_cell_that_is_no_address_of_a_profile_is_named_and_the_row_stays() {
    let strange = [
        "https://www.linkedin.com/company/acme",
        "https://lnkd.in/xyz",
        "https://www.linkedin.com/talent/profile/AEMAAA1",
        "https://www.linkedln.com/in/una-ek",
        "https://www.linkedin.com/search/results/people/?keywords=una",
    ];
    for cell in strange {
        for (name, header, age) in [
            ("sheet.csv", "Name,LinkedIn,Date sent", "2026-07-03"),
            ("list.csv", "name,profile_url,sent_date", "Sent 2 months ago"),
        ] {
            let known = "https://www.linkedin.com/in/mia-sol";
            let rows = format!("{header}\nUna Ek,{cell},{age}\nMia Sol,{known},{age}\n");
            let folder = Folder::new().file(name, rows);
            let read = folder.read(name).unwrap();
            assert!(csv(&read, "person").contains("name:una ek"), "{cell}");
            let column = header.split(',').nth(1).unwrap();
            let remarks = folder.skipped(&read);
            assert!(
                remarks.starts_with(&format!("DIR/{name}, row 2, column `{column}`: `")),
                "{remarks}"
            );
            assert!(remarks.contains("` is no address of a profile; expected"), "{remarks}");
        }
    }
    let folder = Folder::new().file("s.csv", "Name,LinkedIn,Date sent\nUna Ek,n/a,2026-07-03\n");
    assert_eq!(folder.skipped(&folder.read("s.csv").unwrap()), "");
}

#[test]
fn what_is_encoded_in_an_address_keeps_two_people_apart() {
    let archive = [("phd-1a", "10/3/26, 9:00 AM"), ("mba-2b", "10/9/26, 9:00 AM")]
        .map(|(end, at)| sent("Jane Doe", &format!("jane-doe%2C-{end}"), at, ""));
    let connection = "Jane,Doe,https://www.linkedin.com/in/jane-doe%2C-mba-2b,,,,20 Oct 2026\n";
    let folder = Folder::new()
        .file("lea/Invitations.csv", format!("{URLS}{}", archive.concat()))
        .file("lea/Connections.csv", format!("{CONNECTIONS}{connection}"));
    let rows = csv(&folder.read("lea").unwrap(), "person state");
    let expected = "in/jane-doe%2c-mba-2b,accepted\nin/jane-doe%2c-phd-1a,pending\n";
    let mut rows: Vec<&str> = rows.lines().skip(1).collect();
    rows.sort_unstable();
    assert_eq!(rows.join("\n") + "\n", expected);
}

#[test]
fn one_profile_beside_the_names_of_two_people_is_said() {
    let rows = |name: &str, other: &str| {
        let url = "https://www.linkedin.com/in/una-ek";
        format!(
            "Name,LinkedIn,Date sent\n{name},{url},2026-10-02\n{other},{url},2026-10-02\n\
             Mia Sol,{url}-2,2026-10-03\n"
        )
    };
    for (name, other, is_said) in [
        ("Una Ek", "Ivo Dahl", true),
        ("Una Ek", "Una Dahl", false),
        ("Una Ek", "Ek Una, PhD", false),
        ("Zo\u{eb} Ek", "Zoe Dahl", false),
        ("Una Ek", "", false),
    ] {
        let folder = Folder::new().file("anna.csv", rows(name, other));
        let remarks = folder.findings(&folder.read("anna.csv").unwrap());
        assert_eq!(remarks.contains("warn names-differ"), is_said, "{name} {other}\n{remarks}");
    }
}

#[test]
fn a_member_id_that_a_row_gives_a_slug_is_that_person_in_every_other_table() {
    let both = "[{\"id\":\"1\",\"date\":\"Sent 2 months ago\",\"parsed_datetime\":\
                \"2026-09-20T08:00:00.000Z\",\"invited_user\":\"Ada B\",\
                \"invited_user_id\":\"ACoAABcdEfGhIjKlMnOpQrStUvWxYz012345678\",\
                \"invited_user_public_id\":\"ada-b\"}]";
    let id_alone = "profileUrl,sentDate,timestamp\n\
                    https://www.linkedin.com/in/ACoAABcdEfGhIjKlMnOpQrStUvWxYz012345678/,\
                    Sent 2 months ago,2026-11-20T08:00:00Z\n";
    let folder = Folder::new().file("anna/a.json", both).file("anna/sent.csv", id_alone);
    let read = folder.read("anna").unwrap();
    let rows = csv(&read, "person state");
    assert_eq!(rows, "person,state\nin/ada-b,pending\n", "{}", folder.findings(&read));
}
