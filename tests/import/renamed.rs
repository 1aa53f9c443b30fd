//! Owners whose profile has another address in a later archive.

use crate::data::{CONNECTIONS, Folder, URLS, csv};

fn row(owner: &str, slug: &str, day: &str) -> String {
    let url = "https://www.linkedin.com/in";
    format!("Lea Brandt,{slug},\"{day}, 9:00 AM\",,OUTGOING,{url}/{owner},{url}/{slug}\n")
}

#[test]
fn an_owner_with_another_address_and_the_same_invitations_is_one_account() {
    let with = |second: &str| {
        let archive = |owner: &str, days: &[(&str, &str)]| {
            let rows = days.iter().map(|(slug, day)| row(owner, slug, day));
            format!("{URLS}{}", rows.collect::<String>())
        };
        let old = archive("lea-brandt", &[("una-ek", "9/1/26"), ("ivo-dahl", "9/2/26")]);
        let new = archive(
            "lea-brandt-2",
            &[("una-ek", second), ("ivo-dahl", "9/2/26"), ("mia-sol", "9/14/26")],
        );
        let connections =
            format!("{CONNECTIONS}Ivo,Dahl,https://www.linkedin.com/in/ivo-dahl,,,,05 Sep 2026\n");
        let folder = Folder::new()
            .file("d/Basic_LinkedInDataExport_09-20-2026/Invitations.csv", old)
            .file("d/Basic_LinkedInDataExport_11-20-2026/Invitations.csv", new)
            .file("d/Basic_LinkedInDataExport_11-20-2026/Connections.csv", connections);
        let read = folder.read("d").unwrap();
        (csv(&read, "account name state"), folder.findings(&read))
    };
    let (rows, remarks) = with("9/1/26");
    let expected = "account,name,state\nlea-brandt,una-ek,pending\nlea-brandt,ivo-dahl,accepted\n\
                    lea-brandt,mia-sol,pending\n";
    assert_eq!(rows, expected, "{remarks}");
    let expected = "note account-mixed lea-brandt: lea-brandt: an archive of `lea-brandt-2`";
    assert!(remarks.contains(expected), "{remarks}");
    // Whoever else is called so has invitations of other days.
    let (rows, remarks) = with("9/3/26");
    assert_eq!(rows.lines().count(), 6, "{rows}{remarks}");
}
