//! Which descriptions fitted the files of a run, and how near the others came.

use crate::finding::{Finding, FindingCode, Level};
use crate::import::error::ImportError;
use crate::import::read::ReadFailure;
use crate::import::sources::column_names::normalise;
use crate::import::sources::description::{Description, DescriptionOrigin};
use crate::import::sources::known_descriptions::Descriptions;
use crate::import::table::Table;
use std::collections::BTreeSet;
use std::path::Path;

/// Which descriptions fitted, and how near the others came.
#[derive(Default)]
pub(in crate::import) struct DescriptionUsage {
    used: BTreeSet<(DescriptionOrigin, String)>,
    /// Every file that was read, with the names of its columns.
    read: Vec<(String, Vec<String>)>,
    /// The workbooks of whose only sheets those are.
    books: Vec<String>,
}

impl DescriptionUsage {
    pub(in crate::import) fn note(&mut self, table: &Table) {
        let understood = &table.provenance;
        self.used.insert((understood.origin.clone(), understood.source.clone()));
        let spelled = table.columns.iter().map(|(_, column)| column.clone());
        let unread = understood.unread.iter().map(|unread| unread.column.clone());
        let columns: Vec<String> = spelled.chain(unread).collect();
        if understood.is_only_sheet {
            self.books.push(table.path().to_owned());
        }
        self.read.push((table.file.clone(), columns));
    }

    /// Takes note of what was read after these.
    pub(in crate::import) fn append(&mut self, mut further: Self) {
        self.used.append(&mut further.used);
        self.read.append(&mut further.read);
        self.books.append(&mut further.books);
    }

    /// One finding for each of the project's descriptions that no file fits.
    pub(in crate::import) fn unused(&self, known: &Descriptions) -> Vec<Finding> {
        let is_used =
            |one: &&Description| self.used.contains(&(one.origin.clone(), one.name.clone()));
        let unused = known.of_project().filter(|one| !is_used(one) && !self.read.is_empty());
        let finding = |one: &Description| {
            let message = format!("the source `{}` of {} fits no file", one.name, one.origin);
            let lacks = self.read.iter().map(|(file, columns)| {
                let have: Vec<String> = columns.iter().map(|c| normalise(c)).collect();
                let is_there = |name: &&String| have.contains(&normalise(name));
                let missing = one.requires.iter().filter(|name| !is_there(name));
                let missing: Vec<String> = missing.map(|name| format!("`{name}`")).collect();
                (missing, file)
            });
            let nearest = lacks.min_by_key(|(missing, _)| missing.len());
            let help = match nearest {
                Some((missing, file)) if !missing.is_empty() => {
                    format!("the nearest is {file}, which lacks {}", missing.join(", "))
                }
                _ => format!("it is for files called {}", one.files.join(", ")),
            };
            Finding::new(FindingCode::SourceUnused, Level::Note, message).help(help)
        };
        unused.map(finding).collect()
    }

    /// What was said of files that were not read.
    pub(in crate::import) fn unread_declarations(&self, known: &Descriptions) -> Vec<ReadFailure> {
        let files = || self.read.iter().map(|(file, _)| file).chain(&self.books);
        let is_read = |path: &&Path| files().any(|file| Descriptions::is_about(path, file));
        let unread = known.declared_paths().filter(|path| !is_read(path));
        let refused = unread.map(|path| path.display().to_string());
        refused
            .map(|path| ReadFailure {
                file: path.clone(),
                error: ImportError::SaidOfNothing { path },
            })
            .collect()
    }
}
