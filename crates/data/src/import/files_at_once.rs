//! The files of a folder, several at once.
//!
//! Invariant: what is said of them is in the order of the files, whichever was read first.

use super::error::ImportError;
use super::files::FolderFile;
use super::ownership::found_table::FoundTable;
use super::raw_tables::claims::DescriptionUsage;
use super::read::{ReadProgress, SourceTables};
use super::reader::Reader;
use crate::parallel_map::parallel_map;

/// How many files are worth further threads.
const FILES_MIN: usize = 8;

/// What one file came to.
struct ReadFile {
    pieces: Result<Vec<FoundTable>, ImportError>,
    tables: SourceTables,
    claims: DescriptionUsage,
}

impl Reader<'_> {
    /// The pieces of these files; which of them cannot be read is among what there is to say.
    pub(super) fn read_files(&mut self, files: &[FolderFile]) -> Vec<FoundTable> {
        let known = self.known;
        let read_file = |file: &FolderFile| {
            let mut reader = Reader::new(&|_| {}, known);
            let pieces = reader.read_file(&file.path, file.trail.clone(), false);
            let Reader { tables, claims, .. } = reader;
            ReadFile { pieces, tables, claims }
        };
        let many = if files.len() < FILES_MIN { &[] } else { files };
        let mut read = parallel_map(many, read_file).into_iter();
        let mut pieces = Vec::new();
        for file in files {
            let of_file = match read.next() {
                Some(ReadFile { pieces, tables, claims }) => {
                    self.take_note(tables, claims);
                    pieces
                }
                None => self.read_file(&file.path, file.trail.clone(), false),
            };
            let shown = file.path.display().to_string();
            (self.progress)(ReadProgress { file: &shown, bytes: 0, total: None });
            match of_file {
                Ok(inside) => pieces.extend(inside),
                Err(error) => self.record_failure(&shown, error),
            }
        }
        pieces
    }

    fn take_note(&mut self, further: SourceTables, claims: DescriptionUsage) {
        self.tables.findings.extend(further.findings);
        self.tables.passed_over.extend(further.passed_over);
        self.tables.refused.extend(further.refused);
        self.claims.append(claims);
    }
}
