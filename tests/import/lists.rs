//! Other tools' lists of the Sent page: relative ages, and what a list outranks.

use crate::data::{CONNECTIONS, Folder, URLS, csv, findings, sent};

#[test]
fn every_tools_list_is_read() {
    let phantom = "profileUrl,sentDate,timestamp\n\
        https://www.linkedin.com/in/ada,Sent 2 weeks ago,2026-11-20T10:00:00.000Z\n";
    let withdrawer = "linkedinProfile,name,title,invitationDate,timestamp\n\
        https://www.linkedin.com/in/ben,Ben B,Cook,Sent 3 months ago,2026-11-20T10:00:00.000Z\n";
    let edges = "linkedin_invitation_id,linkedin_invitation_urn,sent_date,linkedin_profile_url,\
        job_title,full_name,first_name,last_name,sales_navigator_profile_id,linkedin_profile_id\n\
        1,urn:li:invitation:1,2026-10-01T10:00:00Z,https://www.linkedin.com/in/cy,\
        Baker,Cy C,Cy,C,,77\n";
    let cleaner = "Name,Profile URL,Months\nDan D,https://www.linkedin.com/in/dan,7\nEd E,,\n";
    for (list, expected) in [
        (phantom, "a/in/ada/unknown,ada,,,16,pending,listed"),
        (withdrawer, "a/in/ben/unknown,Ben B,Cook,,91,pending,listed"),
        (edges, "a/in/cy/2026-10-01,Cy C,Baker,2026-10-01T10:00:00Z,52,pending,listed"),
        (
            cleaner,
            "a/in/dan/unknown,Dan D,,,210,pending,listed\n\
             a/name:ed e/unknown,Ed E,,,,pending,listed",
        ),
    ] {
        let folder = Folder::new().file("a/list.csv", list);
        let read = folder.clean("a");
        let rows = csv(&read, "id name position sent_at age_days state known_by");
        assert_eq!(rows.split_once('\n').unwrap().1.trim_end(), expected);
    }
}

#[test]
fn a_list_outranks_the_guess() {
    let invitations = [
        URLS.to_owned(),
        sent("Ada Ash", "ada", "1/5/26, 9:00 AM", ""),
        sent("Ben Birk", "ben", "11/5/26, 9:00 AM", ""),
        sent("Cy Cole", "cy", "1/5/26, 9:00 AM", ""),
        sent("Dan Dorn", "dan", "11/21/26, 9:00 AM", ""),
        sent("Eve Eck", "eve", "11/5/26, 9:00 AM", ""),
    ];
    let list = "profileUrl,sentDate,timestamp\n\
        https://www.linkedin.com/in/ada,Sent 10 months ago,2026-11-20T10:00:00.000Z\n\
        https://www.linkedin.com/in/eve,Sent 2 weeks ago,2026-11-20T10:00:00.000Z\n\
        https://www.linkedin.com/in/new,Sent yesterday,2026-11-20T10:00:00.000Z\n";
    let connections =
        format!("{CONNECTIONS}Eve,Eck,https://www.linkedin.com/in/eve,,,,08 Nov 2026\n");
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations.concat())
        .file("anna/Connections.csv", connections)
        .file("anna/result.csv", list);
    let read = folder.clean("anna");
    insta::assert_snapshot!(csv(&read, "id age_days state known_by"), @r#"
    id,age_days,state,known_by
    anna/in/ada/2026-01-05,321,pending,listed
    anna/in/cy/2026-01-05,321,expired,presumed
    anna/in/ben/2026-11-05,17,withdrawn,presumed
    anna/in/eve/2026-11-05,17,accepted,matched
    anna/in/dan/2026-11-21,1,pending,presumed
    anna/in/new/unknown,3,pending,listed
    "#);
    insta::assert_snapshot!(findings(&read), @"note off-list anna: 2 invitation(s) are not on the list of the Sent page any more: taken to be withdrawn or expired");
}

#[test]
fn an_older_list_says_nothing_any_more() {
    let header = "profileUrl,sentDate,timestamp\n";
    let folder = Folder::new()
        .file("a/1.csv", format!("{header}in/ada,Sent today,2026-10-01T10:00:00Z\n"))
        .file("a/2.csv", format!("{header}in/ben,Sent today,2026-11-01T10:00:00Z\n"));
    let read = folder.clean("a");
    assert_eq!(csv(&read, "person age_days"), "person,age_days\nin/ben,21\n");
    assert!(findings(&read).contains("older-list a: 1 row(s)"), "{}", findings(&read));
}

#[test]
fn an_age_that_cannot_be_read_is_unknown_and_its_person_is_on_the_list() {
    let folder = Folder::new().file(
        "a.csv",
        "profileUrl,sentDate,timestamp\nin/ada,Sent today,2026-11-20\n\
         in/ben,whenever,2026-11-20\n,Sent today,2026-11-20\n",
    );
    let read = folder.read("a.csv").unwrap();
    insta::assert_snapshot!(folder.skipped(&read), @r#"
    DIR/a.csv, row 3, column `sentDate`: `whenever` is not a date; expected an age such as `Sent 2 weeks ago`, or a date
    DIR/a.csv, row 4, column `profileUrl`: nobody is named; expected a name or a profile
    "#);
}

#[test]
fn nobody_is_gone_because_of_a_row_that_was_not_understood() {
    let invitations = [
        URLS.to_owned(),
        sent("Ada Ash", "ada", "10/5/26, 9:00 AM", ""),
        sent("Ben Birk", "ben", "soon", ""),
        sent("Cy Cole", "cy", "10/5/26, 9:00 AM", ""),
    ];
    let list = |rows: &str| {
        let folder = Folder::new()
            .file("anna/Invitations.csv", invitations.concat())
            .file("anna/list.csv", format!("profileUrl,name,sentDate,timestamp\n{rows}"));
        let read = folder.read("anna").unwrap();
        (csv(&read, "person state"), findings(&read))
    };
    let (states, _) = list("in/ada,Ada Ash,Sent 1 month ago,2026-11-20\n");
    assert_eq!(states, "person,state\nin/ada,pending\nin/cy,withdrawn\nin/ben,pending\n");
    let (states, remarks) = list("in/ada,Ada Ash,?,2026-11-20\n,,Sent 1 month ago,2026-11-20\n");
    assert_eq!(states, "person,state\nin/ada,pending\nin/cy,pending\nin/ben,pending\n");
    assert!(remarks.contains("list-unclear anna: 2 invitation(s) may be on the list"), "{remarks}");
}

#[test]
fn ages_are_read_in_the_languages_of_the_site() {
    let folder = Folder::new().file(
        "a.csv",
        "profileUrl,sentDate,timestamp\nin/ada,Enviada hace 2 semanas,2026-11-20\n\
         in/ben,Vor 3 Monaten gesendet,2026-11-20\nin/cy,Envoyée il y a 1 mois,2026-11-20\n",
    );
    assert_eq!(
        csv(&folder.clean("a.csv"), "person age_days"),
        "person,age_days\nin/ada,17\nin/ben,92\nin/cy,31\n"
    );
}

#[test]
fn a_tools_list_of_several_seats_is_of_each_of_them() {
    let rows = "profileUrl,fullName,sentDate,timestamp,sender\n\
                in/ada-ash,Ada Ash,Sent 2 weeks ago,2026-11-20T10:00:00Z,Lea\n\
                in/ada-ash,Ada Ash,Sent 1 week ago,2026-11-20T10:00:00Z,Tom\n";
    let folder = Folder::new().file("sent.csv", rows);
    let read = folder.read("sent.csv").unwrap();
    assert_eq!(csv(&read, "account state"), "account,state\nLea,pending\nTom,pending\n");
}

#[test]
fn ages_of_something_else_make_no_list_of_the_sent_page() {
    for column in [
        "Message sent",
        "Event invite sent",
        "InMail sent",
        "Newsletter invitation sent",
        "Invited to follow page",
    ] {
        let rows = "Una Ek,https://www.linkedin.com/in/una-ek,2 weeks ago\n";
        let folder = Folder::new()
            .file(
                "anna/Invitations.csv",
                format!("{URLS}{}", sent("Ivo Dahl", "ivo-dahl", "9/2/26, 9:00 AM", "")),
            )
            .file("anna/others.csv", format!("name,profileUrl,{column}\n{rows}"));
        let read = folder.read("anna").unwrap();
        assert_eq!(csv(&read, "name state"), "name,state\nIvo Dahl,pending\n", "{column}");
    }
}
