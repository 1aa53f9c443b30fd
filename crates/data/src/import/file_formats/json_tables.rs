//! The lists of objects in JSON → tables: each list is one, as each sheet of a workbook is.
//!
//! Pages of an API's answers, pasted one after another or one a line, are one list; so is what
//! stands below each person, with the person.
//!
//! Invariant: a list that is not read is said. Of what stands around a list, nothing but the
//! account fills a field, unless it names the person.

use super::json::{JsonDocument, ObjectList};
use crate::finding::{Finding, FindingCode, Level};
use crate::import::error::ImportError;
use crate::import::ownership::found_table::FoundTable;
use crate::import::program_outputs;
use crate::import::raw_tables::parsed_table::ParsedTable;
use crate::import::raw_tables::state_of_table;
use crate::import::reader::{Reader, few};
use crate::import::sources::advice::known_headers;
use crate::import::sources::column_names::normalise;
use crate::import::table::TableKind;

/// A table of a list, by its path.
type JsonTable = (String, ParsedTable);

/// The lists of a file that are none of the tables, by their paths.
type RefusedLists = Vec<(String, ImportError)>;

/// Whether a table says when invitations were sent.
fn has_day(parsed: &ParsedTable) -> bool {
    let mut fields = parsed.table.columns.iter();
    parsed.table.kind == TableKind::Canonical
        || fields.any(|(field, _)| ["sent", "days", "months"].contains(&field.as_str()))
}

/// Whether a table names people and tells nothing of invitations.
fn is_list_of_people(parsed: &ParsedTable) -> bool {
    parsed.table.kind == TableKind::Sheet { tracking: false }
}

impl Reader<'_> {
    /// Reads every list of objects that is a table; the others are said.
    pub(in crate::import) fn read_json(
        &mut self,
        file: &str,
        bytes: &[u8],
        trail: &[String],
        asked: bool,
    ) -> Result<Vec<FoundTable>, ImportError> {
        let document = JsonDocument::from_bytes(bytes);
        let content =
            program_outputs::refuse_document(file, bytes).and_then(|()| document.content(file));
        let content = match content {
            Ok(content) => content,
            Err(error) => return self.accept_table(file, Err(error), trail.to_vec(), asked),
        };
        let is_only = content.lists.len() == 1;
        let (mut tables, mut refused) = (Vec::new(), RefusedLists::new());
        for list in &content.lists {
            match self.tables_of(file, list, is_only) {
                Ok(of_list) => {
                    self.say_lists_within(file, list, &of_list)?;
                    tables.extend(of_list);
                }
                Err(error) => refused.push((list.path.clone(), error)),
            }
        }
        if tables.is_empty() {
            return self.accept_table(
                file,
                Err(self.no_list(file, refused)),
                trail.to_vec(),
                asked,
            );
        }
        for (path, error) in refused {
            self.note_unread_sheet(format!("{file}: the list `{path}` is not read: {error}"));
        }
        let beside = content.beside.iter().filter(|path| !self.is_account(path));
        let beside: Vec<String> = beside.cloned().collect();
        if !beside.is_empty() {
            let beside = few(&beside, "");
            self.pass_over(file, &format!("what stands beside its lists is not read: {beside}"));
        }
        self.unheard_names(file, &tables);
        let mut bad = content.bad;
        let mut pieces = Vec::new();
        for (_, mut parsed) in tables {
            parsed.table.provenance.encoding = Some(document.encoding);
            parsed.bad.append(&mut bad);
            let shown = parsed.table.file.clone();
            pieces.extend(self.accept_table(&shown, Ok(parsed), trail.to_vec(), asked)?);
        }
        Ok(pieces)
    }

    /// The table that a list is, or those that are within its objects.
    fn tables_of(
        &self,
        file: &str,
        list: &ObjectList,
        is_only: bool,
    ) -> Result<Vec<JsonTable>, ImportError> {
        let table = self.table_of(file, list, is_only, &|key| self.is_account(key));
        if table.as_ref().is_ok_and(has_day) {
            return Ok(vec![(list.path.clone(), table?)]);
        }
        // Whoever names people may have their invitations within; pages name nobody.
        let names_people = table.is_ok();
        let mut inner = Vec::new();
        for list in list.nested_lists(file)? {
            let is_carried = |key: &str| names_people || self.is_account(key);
            if let Ok(parsed) = self.table_of(file, &list, false, &is_carried)
                && (has_day(&parsed) || !(names_people || is_list_of_people(&parsed)))
            {
                inner.push((list.path, parsed));
            }
        }
        if inner.is_empty() { Ok(vec![(list.path.clone(), table?)]) } else { Ok(inner) }
    }

    /// Says which lists within the objects of one that is read are not.
    fn say_lists_within(
        &mut self,
        file: &str,
        list: &ObjectList,
        read: &[JsonTable],
    ) -> Result<(), ImportError> {
        if !read.iter().any(|(path, _)| *path == list.path) {
            return Ok(());
        }
        let within =
            list.nested_lists(file)?.into_iter().map(|inner| inner.path).collect::<Vec<_>>();
        if !within.is_empty() {
            let names = few(&within, "");
            self.note_unread_sheet(format!(
                "{file}: lists within the objects that are read are not read: {names}; nothing \
                 is known of what they tell"
            ));
        }
        Ok(())
    }

    /// The table of a list, under the name of the file where it is the only one and its own name
    /// tells nothing.
    fn table_of(
        &self,
        file: &str,
        list: &ObjectList,
        is_only: bool,
        is_carried: &dyn Fn(&str) -> bool,
    ) -> Result<ParsedTable, ImportError> {
        let named = format!("{file}/{}", list.path);
        let is_file =
            list.path.is_empty() || (is_only && state_of_table::has_no_state_word(&list.path, &[]));
        let paths = [named.as_str(), file];
        let paths = match (is_file, is_only) {
            (true, _) => &paths[1..],
            (false, true) => &paths[..],
            (false, false) => &paths[..1],
        };
        let rows = list.rows(paths.first().copied().unwrap_or(file), is_carried)?;
        let mut parsed = self.parse_buffered(paths, rows, 1)?;
        let understood = &mut parsed.table.provenance;
        understood.format = Some("JSON".into());
        if !is_file {
            understood.sheet = Some(list.path.clone());
            understood.is_only_sheet = is_only;
        }
        Ok(parsed)
    }

    /// Whether a value of this path is called as accounts are.
    fn is_account(&self, path: &str) -> bool {
        let sheet = self.known.sheet();
        let mut columns = sheet.into_iter().flat_map(|sheet| &sheet.columns);
        let account = columns.find(|(field, _)| field.name == "account");
        account.is_some_and(|(_, names)| names.iter().any(|n| normalise(n) == normalise(path)))
    }

    /// Why nothing in a file is read.
    fn no_list(&self, file: &str, mut refused: RefusedLists) -> ImportError {
        let names: Vec<String> =
            refused.iter().map(|(path, _)| format!("the list `{path}`")).collect();
        match (refused.pop(), refused.is_empty()) {
            (Some((_, only)), true) => only,
            _ => {
                let lists_seen = few(&names, "no list");
                let known = known_headers(self.known);
                let help = format!("found: {lists_seen}\nknown headers: {known}");
                ImportError::NothingUsable { path: file.into(), help }
            }
        }
    }

    /// Says which lists' names may tell of states and do not, where several are read alike.
    fn unheard_names(&mut self, file: &str, tables: &[JsonTable]) {
        let is_unheard = |(path, parsed): &&JsonTable| {
            let table = &parsed.table;
            state_of_table::has_no_outcome(table)
                && state_of_table::has_no_state_word(path, &table.statuses)
        };
        let unheard: Vec<&str> =
            tables.iter().filter(is_unheard).map(|(path, _)| path.as_str()).collect();
        if tables.len() < 2 || unheard.is_empty() {
            return;
        }
        let message = format!(
            "{file}: what the names of its lists say of the invitations in them is not \
             understood: `{}`; they are read as any others",
            unheard.join("`, `")
        );
        let help = format!(
            "if one is of a state, describe it in `[sources]` of rescind.toml with `files = \
             \"{}\"`, and say so in its `statuses`, or call the list by a word for the state",
            unheard.first().copied().unwrap_or_default()
        );
        let finding = Finding::new(FindingCode::UnreadColumn, Level::Note, message);
        self.tables.findings.push(finding.help(help));
    }
}
