//! Members' ids and the public addresses of old, `/pub/name/1/2/3`: people without a slug.

use crate::data::{Folder, URLS, csv, sent};

fn anna(rows: &str) -> Folder {
    Folder::new().file("d/anna/Invitations.csv", format!("{URLS}{rows}"))
}

#[test]
fn two_people_of_one_name_in_rows_of_invitations_are_two() {
    let rows = "account,profile_url,name,state,sent_at\n\
        anna,http://uk.linkedin.com/pub/ada-b/1/222/333,Ada B,pending,2026-07-01\n\
        anna,https://www.linkedin.com/pub/ada-b/4/555/666?trk=x,Ada B,accepted,2026-07-02\n\
        anna,https://www.linkedin.com/in/ACoAABxida00001,Ada B,pending,2026-07-03\n\
        anna,https://www.linkedin.com/profile/view?id=42,Ada B,pending,2026-07-04\n\
        anna,,Ada B,pending,2026-07-05\n";
    let expected = "person,state\npub/ada-b/1/222/333,pending\npub/ada-b/4/555/666,accepted\n\
        urn:li:fsd_profile:ACoAABxida00001,pending\nurn:li:member:42,pending\nname:ada b,pending\n";
    let read = Folder::new().file("rows.csv", rows).read("rows.csv").unwrap();
    let mut lines: Vec<String> = csv(&read, "person state").lines().map(String::from).collect();
    let mut expected: Vec<&str> = expected.lines().collect();
    lines.sort_unstable();
    expected.sort_unstable();
    assert_eq!(lines, expected);
}

#[test]
fn a_former_address_is_the_slug_that_was_made_of_it_and_no_other() {
    let withdrawn = "LinkedIn,Name,Date sent,Withdrawn on\n\
        https://www.linkedin.com/pub/ada-b/1/222/333,Ada B,2026-07-01,2026-09-01\n";
    let ada = |slug| sent("Ada B", slug, "7/1/26, 9:00 AM", "");
    for (archive, expected) in [
        // It is hers, whoever else has her name.
        ([ada("ada-b-3332221"), ada("ada-c")].concat(), &["pending", "withdrawn"][..]),
        // The only one of that name has chosen another slug since.
        (ada("ada-who-chose"), &["withdrawn"]),
        // One of two, and nobody knows which.
        ([ada("ada-1"), ada("ada-2")].concat(), &["pending", "pending"]),
    ] {
        let folder = anna(&archive).file("d/sheet.csv", withdrawn);
        let read = folder.read("d").unwrap();
        let text = csv(&read, "person state");
        let mut states: Vec<&str> =
            text.lines().skip(1).filter_map(|row| row.rsplit(',').next()).collect();
        states.sort_unstable();
        assert_eq!(states, expected, "{text}");
        assert!(!text.contains("ada-c,withdrawn"), "{text}");
    }
}
