//! Matching by slug, member and name, and what must never be merged.

use crate::data::{
    CONNECTIONS, Folder, NAMES, OLD_CONNECTIONS, URLS, csv, findings, sent, sent_to,
};
use crate::effort;
use proptest::prelude::*;

const STATES: &str = "id state known_by connected_on days_to_accept";

#[test]
fn people_of_one_name_are_never_merged() {
    let invitations = [
        NAMES.to_owned(),
        sent_to("John Smith", "11/1/26, 9:00 AM"),
        sent_to("John Smith", "11/1/26, 9:00 AM"),
        sent_to("Ada Ash", "11/1/26, 9:00 AM"),
        sent_to("\"Zoë Ångström, PhD\"", "11/1/26, 9:00 AM"),
        sent_to("Late Lee", "11/10/26, 9:00 AM"),
        sent_to("Two Twins", "11/1/26, 9:00 AM"),
    ];
    let connections = format!(
        "{OLD_CONNECTIONS}John,Smith,,,,08 Nov 2026\nAda,Ash,,,,11/13/26\n\
         zoe\u{308},ÅNGSTRÖM 🚀,,,,9-Nov-26\nLate,Lee,,,,01 Nov 2026\n\
         Two,Twins,,,,08 Nov 2026\nTwo,Twins,,,,09 Nov 2026\n"
    );
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations.concat())
        .file("anna/Connections.csv", connections);
    let read = folder.clean("anna");
    insta::assert_snapshot!(csv(&read, STATES), @r#"
    id,state,known_by,connected_on,days_to_accept
    anna/name:ada ash/2026-11-01,accepted,matched,2026-11-13,12
    anna/name:john smith/2026-11-01,pending,presumed,,
    anna/name:john smith/2026-11-01#2,pending,presumed,,
    anna/name:two twins/2026-11-01,pending,presumed,,
    anna/name:zoë ångström/2026-11-01,accepted,matched,2026-11-09,8
    anna/name:late lee/2026-11-10,pending,presumed,,
    "#);
    insta::assert_snapshot!(findings(&read), @"warn ambiguous-name anna: 2 name(s) that several people bear were not matched with connections: John Smith, Two Twins");
}

#[test]
fn a_slug_tells_people_of_one_name_apart() {
    let invitations = [
        URLS.to_owned(),
        sent("John Smith", "john-1", "11/1/26, 9:00 AM", ""),
        sent("John Smith", "john-2", "11/1/26, 9:00 AM", ""),
    ];
    let connections =
        format!("{CONNECTIONS}John,Smith,https://www.linkedin.com/in/JOHN-2/,,,,31 Oct 2026\n");
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations.concat())
        .file("anna/Connections.csv", connections);
    let read = folder.clean("anna");
    insta::assert_snapshot!(csv(&read, STATES), @r#"
    id,state,known_by,connected_on,days_to_accept
    anna/in/john-1/2026-11-01,pending,presumed,,
    anna/in/john-2/2026-11-01,accepted,matched,2026-10-31,0
    "#);
    assert_eq!(findings(&read), "");
}

#[test]
fn the_same_invitation_in_several_archives_counts_once() {
    let urn = "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn\n\
        Anna Berg,Ada Ash,\"11/1/26, 9:00 AM\",,OUTGOING,urn:li:member:1,urn:li:member:2\n";
    let folder = Folder::new()
        .file(
            "anna/1/Invitations.csv",
            [
                NAMES.to_owned(),
                sent_to("Ada Ash", "11/1/26, 9:00 AM"),
                sent_to("Bo Bo", "11/2/26, 9:00 AM"),
                sent_to("Bo Bo", "11/2/26, 9:00 AM"),
            ]
            .concat(),
        )
        .file("anna/2/Invitations.csv", urn)
        .file(
            "anna/3/Invitations.csv",
            [URLS.to_owned(), sent("Ada Ash", "ada", "11/1/26, 9:00 AM", "")].concat(),
        )
        .file(
            "anna/Invitations.csv",
            [NAMES.to_owned(), sent_to("Bo Bo", "11/2/26, 9:00 AM")].concat(),
        );
    let read = folder.clean("anna");
    insta::assert_snapshot!(csv(&read, "id"), @r#"
    id
    anna/in/ada/2026-11-01
    anna/name:bo bo/2026-11-02
    anna/name:bo bo/2026-11-02#2
    "#);
}

#[test]
fn an_invitation_that_was_sent_again_is_not_pending() {
    let first = [URLS.to_owned(), sent("Ada Ash", "ada", "9/1/26, 9:00 AM", "")].concat();
    let second = [URLS.to_owned(), sent("Ada Ash", "ada", "11/1/26, 9:00 AM", "Hi")].concat();
    let folder =
        Folder::new().file("anna/1/Invitations.csv", first).file("anna/Invitations.csv", second);
    insta::assert_snapshot!(csv(&folder.clean("anna"), STATES), @r#"
    id,state,known_by,connected_on,days_to_accept
    anna/in/ada/2026-09-01,withdrawn,presumed,,
    anna/in/ada/2026-11-01,pending,presumed,,
    "#);
}

#[test]
fn a_day_less_than_none_is_none_and_less_than_that_is_unknown() {
    let mut invitations = vec![URLS.to_owned()];
    let mut connections = vec![CONNECTIONS.to_owned()];
    for day in 8..=11 {
        invitations.push(sent("X Y", &format!("x{day}"), "11/9/26, 9:00 AM", ""));
        connections.push(format!("X,Y,in/x{day},,,,{day} Nov 2026\n"));
    }
    connections.push("X,Y,in/x7,,,,07 Nov 2026\n".into());
    invitations.push(sent("X Y", "x7", "11/9/26, 9:00 AM", ""));
    let folder = Folder::new()
        .file("anna/Invitations.csv", invitations.concat())
        .file("anna/Connections.csv", connections.concat());
    insta::assert_snapshot!(csv(&folder.clean("anna"), "person state days_to_accept"), @r#"
    person,state,days_to_accept
    in/x10,accepted,1
    in/x11,accepted,2
    in/x7,accepted,
    in/x8,accepted,0
    in/x9,accepted,0
    "#);
}

#[test]
fn ranks_are_of_the_pending_ones_and_ties_go_by_id() {
    let invitations = [
        URLS.to_owned(),
        sent("B", "b", "11/1/26, 9:00 AM", ""),
        sent("A", "a", "11/1/26, 9:30 AM", ""),
        sent("C", "c", "11/10/26, 9:00 AM", ""),
        sent("Old", "old", "1/10/26, 9:00 AM", ""),
    ];
    let folder = Folder::new().file("anna/Invitations.csv", invitations.concat());
    let read = folder.clean("anna");
    insta::assert_snapshot!(csv(&read, "id account_pending oldest_rank newest_rank"), @r#"
    id,account_pending,oldest_rank,newest_rank
    anna/in/old/2026-01-10,3,,
    anna/in/b/2026-11-01,3,2,3
    anna/in/a/2026-11-01,3,1,2
    anna/in/c/2026-11-10,3,3,1
    "#);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(24)))]

    /// However many people share a few names: every invitation stays a row, and nobody is taken to
    /// have accepted unless the name is borne by one on either side.
    #[test]
    fn no_merging_whatever_the_names(
        invited in prop::collection::vec(0..4_usize, 1..10),
        connected in prop::collection::vec(0..4_usize, 0..6),
    ) {
        let names = ["Ann Lee", "Bob Ray", "ann  LEE 🚀", "Cy Coe, MBA"];
        let key = |name: usize| if name == 2 { 0 } else { name };
        let mut rows = String::from(NAMES);
        for &name in &invited {
            rows.push_str(&sent_to(&format!("\"{}\"", names[name]), "11/1/26, 9:00 AM"));
        }
        let mut known = String::from(OLD_CONNECTIONS);
        for &name in &connected {
            known.push_str(&["\"", names[name], "\",,,,,08 Nov 2026\n"].concat());
        }
        let folder = Folder::new()
            .file("anna/Invitations.csv", rows)
            .file("anna/Connections.csv", known);
        let read = folder.clean("anna");
        let states = csv(&read, "state");
        let single = |list: &[usize], name: usize| {
            list.iter().filter(|&&other| key(other) == name).count() == 1
        };
        let both = |name: usize| single(&invited, name) && single(&connected, name);
        let accepted = [0, 1, 3].into_iter().filter(|&name| both(name)).count();
        prop_assert_eq!(states.lines().count() - 1, invited.len());
        prop_assert_eq!(states.matches("accepted").count(), accepted);
    }
}
