//! Which table a header announces. Tables are known by their header, never by their file's name.
//!
//! Names are compared without regard to case, `_`, spaces and punctuation.

use super::spelling::{self, Field};
use super::table::Kind;

/// A table of another program's making: what its header must have and what is read from it.
struct Known {
    kind: Kind,
    name: &'static str,
    /// The columns that it must have, as they are spelled in the file.
    required: &'static [&'static str],
    /// What is read: the spelling in the file and the name in the raw table.
    columns: &'static [(&'static str, &'static str)],
}

const KNOWN: &[Known] = &[
    Known {
        kind: Kind::Invitations,
        name: "LinkedIn's Invitations.csv",
        required: &["From", "To", "Sent At", "Direction"],
        columns: &[
            ("From", "from"),
            ("To", "to"),
            ("Sent At", "sent"),
            ("Message", "note"),
            ("Direction", "direction"),
            ("inviterProfileUrn", "inviter_urn"),
            ("inviteeProfileUrn", "urn"),
            ("inviterProfileUrl", "inviter_url"),
            ("inviteeProfileUrl", "profile_url"),
        ],
    },
    Known {
        kind: Kind::Messages,
        name: "LinkedIn's messages.csv",
        required: &["CONVERSATION ID", "FROM", "SENDER PROFILE URL", "TO", "DATE", "FOLDER"],
        columns: &[
            ("CONVERSATION ID", "conversation"),
            ("FROM", "from"),
            ("SENDER PROFILE URL", "from_url"),
            ("TO", "to"),
            ("RECIPIENT PROFILE URLS", "to_urls"),
            ("DATE", "at"),
            ("IS MESSAGE DRAFT", "draft"),
            ("IS CONVERSATION DRAFT", "conversation_draft"),
        ],
    },
    Known {
        kind: Kind::Connections,
        name: "LinkedIn's Connections.csv",
        required: &["First Name", "Last Name", "Company", "Position", "Connected On"],
        columns: &[
            ("First Name", "first_name"),
            ("Last Name", "last_name"),
            ("URL", "profile_url"),
            ("Email Address", "email"),
            ("Company", "company"),
            ("Position", "position"),
            ("Connected On", "connected_on"),
        ],
    },
    Known {
        kind: Kind::Profile,
        name: "LinkedIn's Profile.csv",
        required: &["First Name", "Last Name", "Maiden Name", "Headline"],
        columns: &[("First Name", "first_name"), ("Last Name", "last_name")],
    },
    Known {
        kind: Kind::Listed,
        name: "PhantomBuster's list of sent requests",
        required: &["profileUrl", "sentDate", "timestamp"],
        columns: &[
            ("profileUrl", "profile_url"),
            ("name", "name"),
            ("fullName", "name"),
            ("title", "position"),
            ("sentDate", "sent"),
            ("timestamp", "observed_at"),
        ],
    },
    Known {
        kind: Kind::Listed,
        name: "PhantomBuster's list of withdrawable requests",
        required: &["linkedinProfile", "name", "invitationDate", "timestamp"],
        columns: &[
            ("linkedinProfile", "profile_url"),
            ("name", "name"),
            ("title", "position"),
            ("invitationDate", "sent"),
            ("timestamp", "observed_at"),
        ],
    },
    Known {
        kind: Kind::Listed,
        name: "Edges' list of sent invitations",
        required: &["linkedin_invitation_id", "sent_date", "linkedin_profile_url"],
        columns: &[
            ("linkedin_profile_url", "profile_url"),
            ("linkedin_profile_id", "member"),
            ("full_name", "name"),
            ("first_name", "first_name"),
            ("last_name", "last_name"),
            ("job_title", "position"),
            ("sent_date", "sent"),
        ],
    },
    Known {
        kind: Kind::Listed,
        name: "LinkedIn Cleaner's list",
        required: &["Name", "Profile URL", "Months"],
        columns: &[("Name", "name"), ("Profile URL", "profile_url"), ("Months", "months")],
    },
];

/// What a sheet is called that has nothing to do with tracking.
pub(super) const PEOPLE: &str = "a list of people";

/// What a header announces.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) kind: Kind,
    /// What to call the table in messages.
    pub(super) name: &'static str,
    /// For every cell of the header: the name of its column in the raw table, if it is read.
    pub(super) columns: Vec<Option<String>>,
    /// How many cells were recognised.
    pub(super) score: usize,
}

/// A name reduced to what is compared: lower-case letters and digits.
pub(super) fn normalise(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The table that this header announces, if one is known.
pub(super) fn recognise(cells: &[String]) -> Option<Header> {
    let names: Vec<String> = cells.iter().map(|cell| normalise(cell)).collect();
    let has = |wanted: &str| names.contains(&normalise(wanted));
    // A tool's list has a date; whoever adds tags or a campaign keeps a sheet.
    let fields = spelling::fields(&names);
    let mut fields = fields.iter().flatten();
    let tracked = fields.any(|field| field.is_tracking() && *field != Field::Sent);
    let known = KNOWN.iter().find(|known| {
        known.required.iter().all(|name| has(name)) && !(known.kind == Kind::Listed && tracked)
    });
    if let Some(known) = known {
        return Some(foreign(known, &names));
    }
    if cells.iter().any(|cell| cell == "person" || cell == "id")
        && cells.iter().any(|cell| ["sent_at", "state"].contains(&cell.as_str()))
    {
        let columns = cells.iter().map(|cell| Some(cell.clone()).filter(|c| !c.is_empty()));
        return Some(Header {
            kind: Kind::Canonical,
            name: "invitations",
            columns: columns.collect(),
            score: cells.len(),
        });
    }
    sheet(cells, &names)
}

fn foreign(known: &Known, names: &[String]) -> Header {
    let mut taken: Vec<&str> = Vec::new();
    let columns: Vec<_> = names
        .iter()
        .map(|name| {
            let (_, column) = known.columns.iter().find(|(own, _)| normalise(own) == *name)?;
            (!taken.contains(column)).then(|| taken.push(column)).map(|()| (*column).to_owned())
        })
        .collect();
    let score = 1_000 + columns.iter().flatten().count();
    Header { kind: known.kind, name: known.name, columns, score }
}

fn sheet(cells: &[String], names: &[String]) -> Option<Header> {
    let fields = spelling::fields(names);
    let has = |wanted: Field| fields.contains(&Some(wanted));
    let tells_who = has(Field::ProfileUrl)
        || has(Field::Name)
        || (has(Field::FirstName) && has(Field::LastName));
    if !tells_who {
        return None;
    }
    let mut taken: Vec<String> = Vec::new();
    let columns = fields.iter().zip(cells).enumerate().map(|(at, (field, cell))| match field {
        Some(field) => Some(field.column().to_owned()),
        None => Some(format!("{}{}", super::table::EXTRA, further(cell, at, &mut taken))),
    });
    let columns: Vec<_> = columns.collect();
    let score = fields.iter().flatten().count();
    let tracking = fields.iter().flatten().any(|field| field.is_tracking());
    let name = if tracking { "a tracking sheet" } else { PEOPLE };
    Some(Header { kind: Kind::Sheet { tracking }, name, columns, score })
}

/// The name of a further column: `snake_case`, told apart from those before it by a number.
fn further(cell: &str, at: usize, taken: &mut Vec<String>) -> String {
    let snake = spelling::snake_case(cell);
    let base = if snake.is_empty() { format!("column_{}", at + 1) } else { snake };
    let mut name = base.clone();
    let mut number = 1;
    while taken.contains(&name) {
        number += 1;
        name = format!("{base}_{number}");
    }
    taken.push(name.clone());
    name
}

/// The columns that occur twice, as they are spelled, if any does.
pub(super) fn duplicates(cells: &[String]) -> Option<String> {
    let names: Vec<String> = cells.iter().map(|cell| normalise(cell)).collect();
    let twice: Vec<String> = names
        .iter()
        .enumerate()
        .filter(|(at, name)| {
            !name.is_empty()
                && names.iter().skip(at + 1).any(|later| later == *name)
                && names.iter().position(|first| first == *name) == Some(*at)
        })
        .filter_map(|(at, _)| cells.get(at).map(|cell| format!("`{}`", cell.trim())))
        .collect();
    (!twice.is_empty()).then(|| twice.join(", "))
}

/// Advice for a header that nothing recognises: the nearest that is known, then all of them.
pub(super) fn advice(cells: &[String]) -> String {
    let names: Vec<String> = cells.iter().map(|cell| normalise(cell)).collect();
    let closeness = |known: &Known| -> f64 {
        let found = known.required.iter().map(|wanted| {
            let wanted = normalise(wanted);
            names
                .iter()
                .map(|name| strsim::normalized_levenshtein(name, &wanted))
                .fold(0.0, f64::max)
        });
        let total: f64 = found.filter(|&likeness| likeness > 0.6).sum();
        total / f64::from(u32::try_from(known.required.len()).unwrap_or(u32::MAX))
    };
    let nearest = KNOWN
        .iter()
        .map(|known| (closeness(known), known))
        .filter(|(close, _)| *close > 0.3)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let all = format!("known headers: {}", known_headers());
    nearest.map_or(all.clone(), |(_, known)| {
        format!("nearest: {} ({})\n{all}", known.name, known.required.join(", "))
    })
}

/// Every known table with the columns that its header must have.
pub(super) fn known_headers() -> String {
    let tables =
        KNOWN.iter().map(|known| format!("{} ({})", known.name, known.required.join(", ")));
    let sheet = "a tracking sheet (a column for the profile's URL or the name)".to_owned();
    tables.chain([sheet]).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::{advice, duplicates, recognise};
    use crate::import::table::Kind;

    fn cells(line: &str) -> Vec<String> {
        line.split(',').map(String::from).collect()
    }

    fn kind(line: &str) -> Option<Kind> {
        recognise(&cells(line)).map(|header| header.kind)
    }

    #[test]
    fn every_era_is_known_whatever_its_case_and_punctuation() {
        for header in [
            "From,To,Sent At,Message,Direction",
            "from,to,SENT_AT,message,direction,inviterProfileUrn,inviteeProfileUrn",
            "From,To,SentAt,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
        ] {
            assert_eq!(kind(header), Some(Kind::Invitations), "{header}");
        }
        let old = "First Name,Last Name,Email Address,Company,Position,Connected On";
        assert_eq!(kind(old), Some(Kind::Connections));
        assert_eq!(kind("Name,Profile URL,Months"), Some(Kind::Listed));
    }

    #[test]
    fn a_sheet_with_columns_of_its_own_is_not_taken_for_a_tools_list() {
        let sheet = Some(Kind::Sheet { tracking: true });
        assert_eq!(kind("Name,Profile URL,Months,Tags"), sheet);
        assert_eq!(kind("profileUrl,sentDate,timestamp,Campaign"), sheet);
        assert_eq!(kind("Full name,LinkedIn,Deal size"), Some(Kind::Sheet { tracking: false }));
    }

    #[test]
    fn what_names_nobody_is_not_known_and_the_nearest_header_is_said() {
        let header = cells("From,To,Sent,Direction");
        assert!(recognise(&cells("School,Degree")).is_none());
        assert!(
            advice(&header).starts_with("nearest: LinkedIn's Invitations.csv"),
            "{}",
            advice(&header)
        );
    }

    #[test]
    fn further_columns_keep_their_names_apart() {
        let header = recognise(&cells("Name,Deal Size,dealSize,,Priorität")).unwrap();
        let names: Vec<_> = header.columns.into_iter().flatten().collect();
        assert_eq!(names, ["name", "+deal_size", "+deal_size_2", "+column_4", "+priorität"]);
    }

    #[test]
    fn duplicate_columns_are_named() {
        assert_eq!(duplicates(&cells("Name,Tags,name,X,,")), Some("`Name`".into()));
        assert_eq!(duplicates(&cells("Name,Tags,,")), None);
    }
}
