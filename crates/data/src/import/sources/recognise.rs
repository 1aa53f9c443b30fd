//! Which table a header announces, and what its columns are.
//!
//! Names are compared without regard to case, `_`, spaces and punctuation.

use super::archive_additions;
use super::assign_fields;
use super::column_names::{normalise, normalised};
use super::declared_tables::{UnmetDeclaration, read_as_role, read_claimed};
use super::description::{Description, DescriptionOrigin};
use super::field::Field;
use super::header_score::{first_fitting, is_other_of_linkedin};
use super::invitation_rows;
use super::known_descriptions::{Descriptions, FileClaim};
use super::recognised_header::{RecognisedHeader, by_description, with_extras};
use super::role::Role;
use super::sample::Sample;
use crate::import::table::TableKind;

/// What a sheet is called that has nothing to do with tracking.
pub(in crate::import) const PEOPLE: &str = "a list of people";

/// What these cells and the rows below them announce.
///
/// # Errors
/// What a table lacks that was said to be one of these; nothing where nobody said so.
pub(in crate::import) fn recognise(
    cells: &[String],
    rows: &[Vec<String>],
    claim: &FileClaim,
    known: &Descriptions,
) -> Result<RecognisedHeader, Option<UnmetDeclaration>> {
    let sample = &Sample::of_rows(rows, cells.len());
    let names = normalised(cells);
    let sheet = known.sheet().ok_or(None)?;
    let described = match claim {
        FileClaim::Unclaimed(_) if is_other_of_linkedin(&names) => return Err(None),
        FileClaim::Unclaimed(described) => described,
        FileClaim::Described(described) => {
            return read_claimed(cells, &names, described).map_err(Some);
        }
        FileClaim::Role(role) => {
            return read_as_role(cells, &names, sample, *role, known).map_err(Some);
        }
    };
    if let Some(described) = first_fitting(&names, described) {
        // A tool's list has a date; whoever adds tags or a campaign keeps a sheet.
        let described_fields = assign_fields::fields_by_name(&names, described);
        let general = assign_fields::fields_by_name(&names, sheet);
        let beside = general
            .iter()
            .zip(&described_fields)
            .filter(|(_, described_fields)| described_fields.is_none());
        let added_fields: Vec<&Field> = beside.filter_map(|(general, _)| *general).collect();
        let mut added = added_fields.iter();
        let of_account = general.iter().position(|field| field.is_some_and(is_account));
        // The Sent page is one account's.
        let has_accounts = of_account.is_some_and(|at| assign_fields::distinct(sample, at) > 1);
        let is_kept = described.origin == DescriptionOrigin::BuiltIn
            && described.role == Role::SentList
            && (has_accounts
                || added.any(|field| {
                    field.is_tracking && !["sent", "note", "status"].contains(&field.name)
                }));
        let is_tracker = described.role == Role::Connections
            && is_tracker(&described_fields, &added_fields, sample);
        if !is_kept && !is_tracker {
            let columns = described.requires.iter().map(|name| format!("`{name}`"));
            let columns = columns.collect::<Vec<_>>().join(", ");
            let why = format!("it has the columns {columns}");
            let mut header = by_description(cells, &described_fields, &general, described, why);
            if described.origin == DescriptionOrigin::BuiltIn && described.role == Role::Invitations
            {
                archive_additions::mark(&mut header, cells, &names, sample, sheet);
            }
            return Ok(header);
        }
    } else if let Some(header) = invitation_rows::of_invitations(cells, &names, sample, sheet) {
        return Ok(header);
    }
    let mut header = recognise_by_values(cells, &names, sample, sheet, None).ok_or(None)?;
    if let Some(described) = first_fitting(&names, described)
        .filter(|described_fields| described_fields.role == Role::SentList)
        && matches!(header.kind, TableKind::Sheet { .. })
    {
        observed_as_listed(&mut header, &names, described);
        header.guesses.push(format!(
            "{} has columns of a sheet or rows of several accounts, and is read as a sheet: \
             nothing follows from who is not on it",
            described.about
        ));
    }
    Ok(header)
}

/// Ages of a tool's list that is read as a sheet count from when it was taken, too.
fn observed_as_listed(header: &mut RecognisedHeader, names: &[String], described: &Description) {
    let fields = assign_fields::fields_by_name(names, described);
    let is_observed =
        |field: Option<&Field>| field.is_some_and(|known_field| known_field.name == "observed_at");
    let observed = "observed_at".to_owned();
    if let Some(at) = fields.iter().position(|field| is_observed(*field))
        && !header.columns.contains(&Some(observed.clone()))
        && let Some(slot) = header.columns.get_mut(at)
    {
        *slot = Some(observed);
    }
}

/// Whether somebody keeps track of invitations in what was LinkedIn's Connections.csv: people are
/// in it who are no connections, beside columns that tell of invitations.
fn is_tracker(
    fields: &[Option<&'static Field>],
    added: &[&'static Field],
    sample: &Sample,
) -> bool {
    let since =
        fields.iter().position(|field| field.is_some_and(|field| field.name == "connected_on"));
    let is_empty = |row: &Vec<String>| {
        since.and_then(|at| row.get(at)).is_some_and(|day| day.trim().is_empty())
    };
    let tells = |field: &&&Field| ["sent", "status", "withdrawn", "days"].contains(&field.name);
    added.iter().any(|field| tells(&field)) && sample.rows().iter().any(is_empty)
}

fn is_account(field: &Field) -> bool {
    field.name == "account"
}

/// What a header lacks that was said to be of a kind; nothing where nobody said so.
pub(in crate::import) fn unmet_declaration(
    cells: &[String],
    claim: &FileClaim,
    known: &Descriptions,
) -> Option<UnmetDeclaration> {
    recognise(cells, &[], claim, known).err().flatten()
}

/// A sheet, or a list of the Sent page that no description knows; one of them if that was said.
pub(super) fn recognise_by_values(
    cells: &[String],
    names: &[String],
    sample: &Sample,
    sheet: &Description,
    declared_role: Option<Role>,
) -> Option<RecognisedHeader> {
    let fields = assign_fields::fields_by_name(names, sheet);
    let mut settled = assign_fields::assign_fields(cells, names, fields, sample, sheet);
    settled.is_list = declared_role.map_or(settled.is_list, |role| role == Role::SentList);
    if !settled.tells_who() {
        return None;
    }
    let tracking = settled.is_tracking() || declared_role.is_some();
    let role = if settled.is_list { Role::SentList } else { Role::Sheet };
    if let Some(at) = settled
        .column_of("event")
        .filter(|_| settled.is_list && settled.column_of("kind").is_none())
    {
        settled.assign(at, "kind");
    }
    for field in &mut settled.fields {
        *field = field.filter(|field| field.roles.contains(&role));
    }
    let (table_kind, about, why) = if settled.is_list {
        let why = "it names people and shows ages, as the Sent page does";
        (TableKind::SentList, "a list of the Sent page", why)
    } else if tracking {
        let why = "it names people and tells of their invitations";
        (TableKind::Sheet { tracking }, "a tracking sheet", why)
    } else {
        (TableKind::Sheet { tracking }, PEOPLE, "it names people")
    };
    let columns = if settled.is_list {
        let names = settled.fields.iter().map(|field| field.map(|field| field.name.to_owned()));
        names.collect()
    } else {
        with_extras(cells, &settled.fields)
    };
    Some(RecognisedHeader {
        kind: table_kind,
        source: role.name().into(),
        origin: DescriptionOrigin::BuiltIn,
        about: about.into(),
        columns,
        why: why.into(),
        guesses: settled.guesses,
        statuses: sheet.statuses.iter().cloned().chain(settled.status_words).collect(),
        zone: sheet.zone,
        date_order: None,
        belongs_to: None,
    })
}

/// The columns that occur twice, as they are spelled, if any does.
pub(in crate::import) fn duplicates(cells: &[String]) -> Option<String> {
    // What was sent and whether are two: `Sent` and `Sent?`.
    let asks = |cell: &String| cell.trim().ends_with(['?', '？']);
    let name = |cell: &String| (normalise(cell), asks(cell));
    let names: Vec<(String, bool)> = cells.iter().map(name).collect();
    let twice: Vec<String> = names
        .iter()
        .enumerate()
        .filter(|(at, name)| {
            !name.0.is_empty()
                && names.iter().skip(at + 1).any(|later| later == *name)
                && names.iter().position(|first| first == *name) == Some(*at)
        })
        .filter_map(|(at, _)| cells.get(at).map(|cell| format!("`{}`", cell.trim())))
        .collect();
    (!twice.is_empty()).then(|| twice.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{RecognisedHeader, duplicates, recognise};
    use crate::import::sources::known_descriptions::{Descriptions, FileClaim};
    use crate::import::table::TableKind;

    fn cells(line: &str) -> Vec<String> {
        line.split(',').map(String::from).collect()
    }

    fn header(text: &str) -> Option<RecognisedHeader> {
        let mut lines = text.lines().map(cells);
        let header = lines.next().unwrap();
        let known = Descriptions::default();
        let claim: FileClaim = known.claim("t.csv");
        recognise(&header, &lines.collect::<Vec<_>>(), &claim, &known).ok()
    }

    fn table_kind(text: &str) -> Option<TableKind> {
        header(text).map(|header| header.kind)
    }

    #[test]
    fn every_era_is_known_whatever_its_case_and_punctuation() {
        for header in [
            "From,To,Sent At,Message,Direction",
            "from,to,SENT_AT,message,direction,inviterProfileUrn,inviteeProfileUrn",
            "From,To,SentAt,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
        ] {
            assert_eq!(table_kind(header), Some(TableKind::Invitations), "{header}");
        }
        let old = "First Name,Last Name,Email Address,Company,Position,Connected On";
        assert_eq!(table_kind(old), Some(TableKind::Connections));
        assert_eq!(
            table_kind("FROM,TO,DATE,SUBJECT,CONTENT,DIRECTION,FOLDER"),
            Some(TableKind::Messages)
        );
        assert_eq!(table_kind("Name,Profile URL,Months"), Some(TableKind::SentList));
    }

    #[test]
    fn a_sheet_with_columns_of_its_own_is_not_taken_for_a_tools_list() {
        let sheet = Some(TableKind::Sheet { tracking: true });
        assert_eq!(table_kind("Name,Profile URL,Months,Tags"), sheet);
        assert_eq!(table_kind("profileUrl,sentDate,timestamp,Campaign"), sheet);
        assert_eq!(
            table_kind("Full name,LinkedIn,Deal size"),
            Some(TableKind::Sheet { tracking: false })
        );
    }

    #[test]
    fn values_decide_where_names_do_not() {
        let list = "who,since,link\nAda B,Sent 2 weeks ago,https://www.linkedin.com/in/ada\n";
        assert_eq!(table_kind(list), Some(TableKind::SentList));
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
        assert_eq!(table_kind(dump), Some(TableKind::Sheet { tracking: false }));
        let rows = "id,name,state,sent_at\n1,Ada B,Pending,2026-07-26\n";
        assert_eq!(table_kind(rows), Some(TableKind::Canonical));
        let without_id = "name,state,sent_at\nAda B,pending,2026-07-26\n";
        assert_eq!(table_kind(without_id), Some(TableKind::Canonical));
    }

    #[test]
    fn what_names_nobody_is_not_known() {
        assert!(table_kind("School,Degree").is_none());
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
}
