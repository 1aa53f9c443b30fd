//! The usual spellings of the columns of people's own tracking sheets.

/// What a column of a tracking sheet tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    ProfileUrl,
    Name,
    FirstName,
    LastName,
    Company,
    Position,
    Account,
    Sent,
    Withdrawn,
    Reconnect,
    Note,
    HasNote,
    FollowUp,
    Tags,
    Campaign,
    Kind,
}

/// Every field, the name of its column in the raw table, and its spellings (see
/// [`super::header::normalise`]), the surest first: where two columns fit, the earlier one wins.
const SPELLINGS: &[(Field, &str, &[&str])] = &[
    (
        Field::ProfileUrl,
        "profile_url",
        &[
            "linkedinprofileurl",
            "linkedinurl",
            "profileurl",
            "linkedinprofile",
            "linkedinlink",
            "linkedin",
            "personlinkedinurl",
            "linkedinmemberurl",
            "publicprofileurl",
            "inviteeprofileurl",
            "profilelink",
            "profile",
            "url",
            "link",
        ],
    ),
    (
        Field::Name,
        "name",
        &[
            "fullname",
            "name",
            "contactname",
            "personname",
            "prospectname",
            "leadname",
            "contact",
            "person",
            "prospect",
            "lead",
            "invitee",
            "invited",
            "recipient",
        ],
    ),
    (Field::FirstName, "first_name", &["firstname", "givenname", "forename", "first"]),
    (Field::LastName, "last_name", &["lastname", "surname", "familyname", "last"]),
    (
        Field::Company,
        "company",
        &[
            "company",
            "companyname",
            "currentcompany",
            "organisation",
            "organization",
            "employer",
            "firm",
        ],
    ),
    (
        Field::Position,
        "position",
        &["position", "jobtitle", "title", "currentposition", "role", "job"],
    ),
    (
        Field::Account,
        "account",
        &["account", "accountname", "linkedinaccount", "sender", "sentby", "sentfrom", "owner"],
    ),
    (
        Field::Sent,
        "sent",
        &[
            "datesent",
            "sentat",
            "senton",
            "sentdate",
            "dateinvited",
            "invitedon",
            "invitedat",
            "invitationdate",
            "invitationsent",
            "invitationsenton",
            "invitedate",
            "dateofinvitation",
            "requestsent",
            "requestdate",
            "requestsenton",
            "connectionrequestsent",
            "sent",
        ],
    ),
    (
        Field::Withdrawn,
        "withdrawn",
        &[
            "withdrawnon",
            "datewithdrawn",
            "withdrawndate",
            "withdrawnat",
            "withdrawaldate",
            "dateofwithdrawal",
            "withdrewon",
            "withdrawn",
            "withdrew",
        ],
    ),
    (
        Field::Reconnect,
        "reconnect_on",
        &[
            "reconnecton",
            "reconnectdate",
            "datetoreconnect",
            "canreconnecton",
            "canreconnect",
            "reconnectafter",
            "reinviteon",
            "reinvitedate",
            "reinviteafter",
            "reinvite",
            "reconnect",
        ],
    ),
    (
        Field::HasNote,
        "has_note",
        &[
            "noteused",
            "hasnote",
            "withnote",
            "notesent",
            "personalised",
            "personalized",
            "personalisationused",
            "personalizationused",
            "personalisation",
            "personalization",
        ],
    ),
    (
        Field::Note,
        "note",
        &[
            "invitationnote",
            "personalnote",
            "connectionnote",
            "invitationmessage",
            "note",
            "message",
        ],
    ),
    (
        Field::FollowUp,
        "follow_up",
        &["followup", "followupstrategy", "followupplan", "nextstep", "nextaction"],
    ),
    (Field::Tags, "tags", &["tags", "labels", "tag", "label"]),
    (Field::Campaign, "campaign", &["campaign", "campaignname", "sequence"]),
    (Field::Kind, "kind", &["kind", "invitationtype", "invitationkind"]),
];

impl Field {
    /// The name of the field's column in the raw table.
    pub(super) fn column(self) -> &'static str {
        SPELLINGS.iter().find(|(field, ..)| *field == self).map_or("", |(_, column, _)| column)
    }

    /// Whether only somebody who keeps track of invitations has such a column.
    pub(super) fn is_tracking(self) -> bool {
        matches!(
            self,
            Self::Sent
                | Self::Withdrawn
                | Self::Reconnect
                | Self::HasNote
                | Self::Note
                | Self::FollowUp
                | Self::Tags
                | Self::Campaign
        )
    }
}

/// The field of every normalised name, each field at most once.
pub(super) fn fields(names: &[String]) -> Vec<Option<Field>> {
    let mut found = vec![None; names.len()];
    for (field, _, spellings) in SPELLINGS {
        let best = spellings.iter().find_map(|spelling| names.iter().position(|n| n == spelling));
        if let Some(slot) = best.and_then(|at| found.get_mut(at)) {
            *slot = Some(*field);
        }
    }
    found
}

/// A header's cell as the name of a column: `Deal Size`, `dealSize` and `Deal-size` alike become
/// `deal_size`.
pub(super) fn snake_case(cell: &str) -> String {
    let mut name = String::new();
    let mut before = ' ';
    for c in cell.chars() {
        if !c.is_alphanumeric() {
            before = '_';
            continue;
        }
        let word_begins = before == '_' || (before.is_lowercase() && c.is_uppercase());
        if word_begins && !name.is_empty() {
            name.push('_');
        }
        name.extend(c.to_lowercase());
        before = c;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Field, SPELLINGS, fields, snake_case};
    use crate::import::header::normalise;

    #[test]
    fn the_surest_spelling_wins() {
        let names = ["url", "linkedin", "title", "jobtitle"].map(String::from);
        let expected = [None, Some(Field::ProfileUrl), None, Some(Field::Position)];
        assert_eq!(fields(&names), expected);
    }

    #[test]
    fn the_documentation_lists_every_spelling() {
        let text = include_str!("../../docs/DATA.md");
        let table =
            text.split("## Tracking sheets").nth(1).unwrap().split("\n\n- ").next().unwrap();
        let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
        let cells = rows.map(|row| row.split('|').nth(2).unwrap());
        let words = cells.flat_map(|cell| cell.split([',', '(', ')', ';']).map(normalise));
        let documented: std::collections::BTreeSet<String> = words.collect();
        for (field, _, spellings) in SPELLINGS {
            for spelling in *spellings {
                assert!(documented.contains(*spelling), "{field:?}: {spelling} is not in DATA.md");
            }
        }
    }

    #[test]
    fn names_become_snake_case() {
        let names =
            ["Deal Size", "dealSize", "  Owner's Note ", "URL", "Größe (m)"].map(snake_case);
        assert_eq!(names, ["deal_size", "deal_size", "owner_s_note", "url", "größe_m"]);
    }
}
