//! Which table a header announces, and what its columns are.
//!
//! Names are compared without regard to case, `_`, spaces and punctuation.

use super::description::{Description, Descriptions};
use super::field::Field;
use super::role::Role;
use super::settled::{self, Settled};
use super::values::Shares;
use crate::import::status::Status;
use crate::import::table::{EXTRA, Kind};
use chrono_tz::Tz;

/// What a header and the rows below it announce.
#[derive(Clone, Debug)]
pub(in crate::import) struct Header {
    /// What the table holds.
    pub(in crate::import) kind: Kind,
    /// The name of the description by which it is read.
    pub(in crate::import) source: String,
    /// What to call the table in messages.
    pub(in crate::import) about: String,
    /// For every cell of the header: the name of its column in the raw table, if it is read.
    pub(in crate::import) columns: Vec<Option<String>>,
    /// Why it is taken for that.
    pub(in crate::import) why: String,
    /// What values decided against or without a name.
    pub(in crate::import) guesses: Vec<String>,
    /// What words of its own statuses mean.
    pub(in crate::import) statuses: Vec<(String, Status)>,
    /// The zone of its local times.
    pub(in crate::import) zone: Option<Tz>,
}

/// What a sheet is called that has nothing to do with tracking.
pub(in crate::import) const PEOPLE: &str = "a list of people";

/// A name reduced to what is compared: lower-case letters and digits.
pub(in crate::import) fn normalise(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn normalised(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| normalise(cell)).collect()
}

/// How well these cells do as a header, by their names alone; nothing if nothing knows them.
pub(in crate::import) fn score(cells: &[String], known: &Descriptions) -> Option<usize> {
    let names = normalised(cells);
    if let Some(described) = fitting(&names, known) {
        let filled = settled::by_name(&names, described).into_iter().flatten().count();
        return Some(1_000 + filled);
    }
    let sheet = known.sheet()?;
    let fields = settled::by_name(&names, sheet);
    let settled = Settled { fields, is_list: false, guesses: Vec::new() };
    let count = settled.fields.iter().flatten().count();
    if has_rows_names(cells) {
        return Some(500 + count);
    }
    settled.tells_who().then_some(count)
}

/// The first description whose columns are all there.
fn fitting<'a>(names: &[String], known: &'a Descriptions) -> Option<&'a Description> {
    known.all().iter().find(|described| {
        let mut required = described.requires.iter();
        !described.requires.is_empty() && required.all(|name| names.contains(&normalise(name)))
    })
}

/// Whether a header could be that of rows of `invitations`: it spells their columns exactly.
fn has_rows_names(cells: &[String]) -> bool {
    let has = |name: &str| cells.iter().any(|cell| cell == name);
    let names_person = ["person", "id", "profile_url", "name"].into_iter().any(has);
    let is_strict = (has("person") || has("id")) && (has("sent_at") || has("state"));
    is_strict || (names_person && has("state") && has("sent_at"))
}

/// Whether the values bear that out: what is called a state is one, and a kind is one.
fn has_rows_values(cells: &[String], sample: &[Vec<String>]) -> bool {
    let column = |name: &str| cells.iter().position(|cell| cell == name);
    let states = column("state").map(|at| Shares::of(sample, at, &[]));
    let states_fit = states.is_none_or(|share| share.filled == 0 || share.is_most(share.states));
    let strict = column("person").is_some() || column("sent_at").is_some();
    // Nobody else has a column of such a name beside a `person`.
    let is_own =
        ["known_by", "age_days", "days_to_accept"].iter().any(|name| column(name).is_some());
    if column("person").is_some() && is_own {
        return true;
    }
    // A bare `id` beside a `state` may be anything's.
    states_fit && (strict || states.is_some_and(|share| share.states > 0))
}

/// What these cells and the rows below them announce.
pub(in crate::import) fn recognise(
    cells: &[String],
    sample: &[Vec<String>],
    known: &Descriptions,
) -> Option<Header> {
    let names = normalised(cells);
    let sheet = known.sheet()?;
    if let Some(described) = fitting(&names, known) {
        // A tool's list has a date; whoever adds tags or a campaign keeps a sheet.
        let own = settled::by_name(&names, described);
        let general = settled::by_name(&names, sheet);
        let beside = general.iter().zip(&own).filter(|(_, own)| own.is_none());
        let mut added = beside.filter_map(|(general, _)| *general);
        let is_kept = described.role == Role::SentList
            && added.any(|field| {
                field.is_tracking && !["sent", "note", "status"].contains(&field.name)
            });
        if !is_kept {
            return Some(by_description(cells, &own, &general, described));
        }
    } else if has_rows_names(cells) && has_rows_values(cells, sample) {
        return Some(rows(cells));
    }
    by_values(cells, &names, sample, sheet)
}

/// A table that is read as it is described.
pub(in crate::import) fn by_description(
    cells: &[String],
    own: &[Option<&'static Field>],
    general: &[Option<&'static Field>],
    described: &Description,
) -> Header {
    let takes_more = matches!(described.role, Role::SentList | Role::Sheet);
    let has = |field: &Field| own.iter().flatten().any(|other| *other == field);
    let fields: Vec<Option<&'static Field>> = own
        .iter()
        .zip(general)
        .map(|(own, general)| own.or_else(|| general.filter(|field| takes_more && !has(field))))
        .collect();
    let kind = match described.role {
        Role::Invitations => Kind::Invitations,
        Role::Connections => Kind::Connections,
        Role::Messages => Kind::Messages,
        Role::Profile => Kind::Profile,
        Role::SentList => Kind::Listed,
        Role::Sheet => Kind::Sheet { tracking: true },
        Role::Rows => Kind::Canonical,
    };
    let columns = if described.role == Role::Sheet {
        with_extras(cells, &fields)
    } else {
        fields.iter().map(|field| field.map(|field| field.name.to_owned())).collect()
    };
    let required: Vec<String> = described.requires.iter().map(|name| format!("`{name}`")).collect();
    Header {
        kind,
        source: described.name.clone(),
        about: described.about.clone(),
        columns,
        why: format!("it has the columns {}", required.join(", ")),
        guesses: Vec::new(),
        statuses: described.statuses.clone(),
        zone: described.zone,
    }
}

fn rows(cells: &[String]) -> Header {
    let columns = cells.iter().map(|cell| Some(cell.clone()).filter(|cell| !cell.is_empty()));
    Header {
        kind: Kind::Canonical,
        source: Role::Rows.name().into(),
        about: "invitations".into(),
        columns: columns.collect(),
        why: "it spells the columns of `invitations`, and its states are states".into(),
        guesses: Vec::new(),
        statuses: Vec::new(),
        zone: None,
    }
}

/// A sheet, or a list of the Sent page that no description knows.
fn by_values(
    cells: &[String],
    names: &[String],
    sample: &[Vec<String>],
    sheet: &Description,
) -> Option<Header> {
    let fields = settled::by_name(names, sheet);
    let settled = settled::settle(cells, names, fields, sample, sheet);
    if !settled.tells_who() {
        return None;
    }
    let tracking = settled.is_tracking();
    let (kind, about, why) = if settled.is_list {
        let why = "it names people and shows ages, as the Sent page does";
        (Kind::Listed, "a list of the Sent page", why)
    } else if tracking {
        let why = "it names people and tells of their invitations";
        (Kind::Sheet { tracking }, "a tracking sheet", why)
    } else {
        (Kind::Sheet { tracking }, PEOPLE, "it names people")
    };
    let columns = if settled.is_list {
        let names = settled.fields.iter().map(|field| field.map(|field| field.name.to_owned()));
        names.collect()
    } else {
        with_extras(cells, &settled.fields)
    };
    Some(Header {
        kind,
        source: if settled.is_list { Role::SentList.name() } else { Role::Sheet.name() }.into(),
        about: about.into(),
        columns,
        why: why.into(),
        guesses: settled.guesses,
        statuses: sheet.statuses.clone(),
        zone: sheet.zone,
    })
}

/// The columns of a sheet: fields under their names, all others marked as further ones.
fn with_extras(cells: &[String], fields: &[Option<&'static Field>]) -> Vec<Option<String>> {
    let mut taken: Vec<String> = Vec::new();
    let columns = fields.iter().zip(cells).enumerate().map(|(at, (field, cell))| match field {
        Some(field) => Some(field.name.to_owned()),
        None => Some(format!("{EXTRA}{}", further(cell, at, &mut taken))),
    });
    columns.collect()
}

/// The name of a further column: `snake_case`, told apart from those before it by a number.
fn further(cell: &str, at: usize, taken: &mut Vec<String>) -> String {
    let snake = snake_case(cell);
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

/// A header's cell as the name of a column: `Deal Size`, `dealSize` and `Deal-size` alike become
/// `deal_size`.
pub fn snake_case(cell: &str) -> String {
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

/// The columns that occur twice, as they are spelled, if any does.
pub(in crate::import) fn duplicates(cells: &[String]) -> Option<String> {
    let names = normalised(cells);
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

#[cfg(test)]
mod tests {
    use super::{Header, duplicates, recognise, snake_case};
    use crate::import::sources::description::Descriptions;
    use crate::import::table::Kind;

    fn cells(line: &str) -> Vec<String> {
        line.split(',').map(String::from).collect()
    }

    fn header(text: &str) -> Option<Header> {
        let mut lines = text.lines().map(cells);
        let header = lines.next().unwrap();
        recognise(&header, &lines.collect::<Vec<_>>(), &Descriptions::with(vec![]))
    }

    fn kind(text: &str) -> Option<Kind> {
        header(text).map(|header| header.kind)
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
        assert_eq!(kind("FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER"), Some(Kind::Messages));
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
    fn values_decide_where_names_do_not() {
        let list = "who,since,link\nAda B,Sent 2 weeks ago,https://www.linkedin.com/in/ada\n";
        assert_eq!(kind(list), Some(Kind::Listed));
        let tracker = "Date,Name,Status\n2026-07-26,Ada B,Pending\n2026-07-20,Ben B,Accepted\n";
        let read = header(tracker).unwrap();
        assert_eq!(read.columns[0].as_deref(), Some("sent"));
        assert_eq!(read.guesses.len(), 1);
        let people = "Date,Name,Status\n2026-07-26,Ada B,Lead\n";
        assert_eq!(header(people).unwrap().columns[2].as_deref(), Some("status"));
    }

    #[test]
    fn a_federal_state_makes_no_table_of_invitations() {
        let dump = "id,name,linkedin_url,state\n1,Ada B,https://www.linkedin.com/in/ada,Texas\n";
        assert_eq!(kind(dump), Some(Kind::Sheet { tracking: false }));
        let rows = "id,name,state,sent_at\n1,Ada B,Pending,2026-07-26\n";
        assert_eq!(kind(rows), Some(Kind::Canonical));
        let without_id = "name,state,sent_at\nAda B,pending,2026-07-26\n";
        assert_eq!(kind(without_id), Some(Kind::Canonical));
    }

    #[test]
    fn what_names_nobody_is_not_known() {
        assert!(kind("School,Degree").is_none());
    }

    #[test]
    fn further_columns_keep_their_names_apart() {
        let header = header("Name,Deal Size,dealSize,,Priorität").unwrap();
        let names: Vec<_> = header.columns.into_iter().flatten().collect();
        assert_eq!(names, ["name", "+deal_size", "+deal_size_2", "+column_4", "+priorität"]);
    }

    #[test]
    fn duplicate_columns_are_named() {
        assert_eq!(duplicates(&cells("Name,Tags,name,X,,")), Some("`Name`".into()));
        assert_eq!(duplicates(&cells("Name,Tags,,")), None);
    }

    #[test]
    fn names_become_snake_case() {
        let names =
            ["Deal Size", "dealSize", "  Owner's Note ", "URL", "Größe (m)"].map(snake_case);
        assert_eq!(names, ["deal_size", "deal_size", "owner_s_note", "url", "größe_m"]);
    }
}
