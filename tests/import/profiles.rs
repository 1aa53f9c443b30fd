//! Where several columns have addresses of profiles: the account's owner's is nobody's, a slug goes
//! before a member's id row by row, and the id is the person's second key.

use crate::data::{Folder, csv};

const ID: &str = "https://www.linkedin.com/in/ACwAAAB1cdEBabcabcabcabc01";

fn at(slug: &str) -> String {
    format!("https://www.linkedin.com/in/{slug}")
}

/// Whom the rows are about, and what is said.
fn people(sheet: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file("anna.csv", sheet);
    let read = folder.read("anna.csv").unwrap();
    let rows = csv(&read, "person state");
    (rows.lines().skip(1).map(String::from).collect(), folder.findings(&read))
}

#[test]
fn the_address_of_the_accounts_owner_is_nobodys() {
    let (lea, una, ivo) = (at("lea-owns"), at("una-ek"), at("ivo-dahl"));
    for (owner, person) in [
        ("linkedin_account_url", "contact_url"),
        ("My profile", "Their profile"),
        ("Sender LinkedIn", "Target"),
        ("LinkedIn URL", "Who it went to"),
        ("from_url", "to_url"),
    ] {
        let sheet = format!(
            "{owner},{person},invited_at,status\n{lea},{una},2026-10-02,Invited\n\
             {lea},{ivo},2026-10-03,Accepted\n"
        );
        let (rows, remarks) = people(&sheet);
        assert_eq!(rows, ["in/una-ek,pending", "in/ivo-dahl,accepted"], "{owner}\n{remarks}");
        assert!(remarks.contains(&format!("`{person}` is taken for the profile")), "{remarks}");
    }
    // A name tells more than an owner's address, and than the same of all.
    for owner in ["My profile", "Account"] {
        let rows = format!("{lea},Una Ek,2026-10-02\n{lea},Ivo Dahl,2026-10-03\n");
        let (rows, remarks) = people(&format!("{owner} link,Name,Date sent\n{rows}"));
        assert_eq!(rows, ["name:una ek,pending", "name:ivo dahl,pending"], "{owner}\n{remarks}");
    }
    // An account may be the person's.
    let rows = format!("{una},Una Ek,2026-10-02\n{ivo},Ivo Dahl,2026-10-03\n");
    let (rows, _) = people(&format!("Account link,Name,Date sent\n{rows}"));
    assert_eq!(rows, ["in/una-ek,pending", "in/ivo-dahl,pending"]);
}

#[test]
fn a_slug_goes_before_a_members_id_row_by_row() {
    let (una, ivo) = (at("una-ek"), at("ivo-dahl"));
    for (id, slug) in [
        ("LinkedIn URL Unique ID", "LinkedIn URL Public"),
        ("LinkedIn URL", "Default profile"),
        ("profileUrl", "vmid public"),
    ] {
        let sheet = format!(
            "First name,Last name,{id},{slug},Date sent\n\
             Una,Ek,{ID},{una},2026-10-02\nIvo,Dahl,{ID}x,,2026-10-03\n\
             Mia,Sol,{ID}y,{ivo},2026-10-04\n"
        );
        let (rows, remarks) = people(&sheet);
        let key = "urn:li:fsd_profile:ACwAAAB1cdEBabcabcabcabc01x";
        let expected = ["in/una-ek,pending", &format!("{key},pending"), "in/ivo-dahl,pending"];
        assert_eq!(rows, expected, "{id}\n{remarks}");
        assert!(remarks.contains(&format!("`{slug}` is taken for the profile")), "{remarks}");
        assert!(remarks.contains(&format!("`{id}` is taken for a second key")), "{remarks}");
    }
}

#[test]
fn the_withdrawal_of_one_of_two_namesakes_is_theirs() {
    let archive = format!(
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n\
         Lea Owns,Una Ek,\"10/2/26, 2:37 PM\",,OUTGOING,{lea},{una}\n\
         Lea Owns,Una Ek,\"10/3/26, 2:37 PM\",,OUTGOING,{lea},{una}-77\n",
        lea = at("lea-owns"),
        una = at("una-ek"),
    );
    let sheet = format!(
        "First Name,Last Name,LinkedIn URL Unique ID,LinkedIn URL Public,Withdrawn on\n\
         Una,Ek,{ID},{},2026-11-01\n",
        at("una-ek")
    );
    let folder = Folder::new().file("lea/Invitations.csv", archive).file("lea/sheet.csv", sheet);
    let read = folder.read("lea").unwrap();
    let rows = csv(&read, "person state");
    assert_eq!(rows, "person,state\nin/una-ek,withdrawn\nin/una-ek-77,pending\n");
}

#[test]
fn the_address_of_somebody_else_is_no_key() {
    let (una, ivo, mia) = (at("una-ek"), at("ivo-dahl"), at("mia-sol"));
    let sheet = format!(
        "LinkedIn,Introduced by,Date sent\n{una},{ID},2026-10-02\n{ivo},{ID},2026-10-03\n\
         {mia},{una},2026-10-04\n,{ID},2026-10-05\n"
    );
    let (rows, remarks) = people(&sheet);
    assert_eq!(
        rows,
        ["in/una-ek,pending", "in/ivo-dahl,pending", "in/mia-sol,pending"],
        "{remarks}"
    );
    assert!(!remarks.contains("second key"), "{remarks}");
}

#[test]
fn of_several_columns_of_profiles_the_persons_is_taken_and_the_other_is_said() {
    let (mut_1, mut_2) = (at("mut-one"), at("mut-two"));
    let (una, ivo) = (at("una-ek"), at("ivo-dahl"));
    for (header, first) in [
        ("Name,Introduced by,LinkedIn profile of prospect", "Una Ek,{mut},{own}"),
        ("Referrer,Referrer URL,Prospect name,Prospect page", "Mut One,{mut},Una Ek,{own}"),
        ("Name,Found through,Page", "Una Ek,{mut},{own}"),
        ("Mutual connection,First name,Last name,Where", "{mut},Una,Ek,{own}"),
        ("Assigned to,Candidate page", "{mut},{own}"),
    ] {
        let other = first.replace("Una", "Ivo").replace("Ek", "Dahl");
        let first = first.replace("{mut}", &mut_1).replace("{own}", &una);
        let other = other.replace("{mut}", &mut_2).replace("{own}", &ivo);
        let sheet = format!(
            "{header},Date sent,Status\n{first},2026-10-02,Pending\n{other},2026-10-03,Accepted\n"
        );
        let (rows, remarks) = people(&sheet);
        assert_eq!(rows, ["in/una-ek,pending", "in/ivo-dahl,accepted"], "{header}\n{remarks}");
        assert!(remarks.contains("` has profiles, too, and is not read"), "{header}\n{remarks}");
    }
    let sheet = format!("Name,Introduced by,Date sent\nUna Ek,{mut_1},2026-10-02\n");
    let (rows, remarks) = people(&sheet);
    assert_eq!(rows, ["name:una ek,pending"]);
    assert!(remarks.contains("`Introduced by` is not taken for the profile"), "{remarks}");
}

#[test]
fn a_column_that_is_called_so_goes_before_one_whose_slugs_are_like_names() {
    for (header, una, ivo) in [
        ("Name,LinkedIn,Partner", "Una Ek,{techmom},{bob-ek}", "Ivo Dahl,{b4growth},{tim-dahl}"),
        (
            "Name,Champion,LinkedIn page",
            "Una Ek,{mutual-1},{techmom}",
            "Ivo Dahl,{mutual-2},{b4growth}",
        ),
        ("Boss LinkedIn,Person page", "{mutual-1},{techmom}", "{mutual-2},{b4growth}"),
        (
            "Name,LinkedIn,Warm intro",
            "Una Ek,{techmom},{una-ek-friend}",
            "Ivo Dahl,{b4growth},{max}",
        ),
        (
            "Name,Vermittelt durch,Seite",
            "Una Ek,{mutual-1},{techmom}",
            "Ivo Dahl,{mutual-2},{b4growth}",
        ),
    ] {
        let row = |cells: &str| cells.replace('{', "https://www.linkedin.com/in/").replace('}', "");
        let rows = format!("{},2026-10-02\n{},2026-10-03\n", row(una), row(ivo));
        let (rows, remarks) = people(&format!("{header},Date sent\n{rows}"));
        assert_eq!(rows, ["in/techmom,pending", "in/b4growth,pending"], "{header}\n{remarks}");
    }
}
