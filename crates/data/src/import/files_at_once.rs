//! The files of a folder, several at once.
//!
//! Invariant: what is said of them is in the order of the files, whichever was read first.

use super::claims::Claims;
use super::error::ImportError;
use super::files::FileBelow;
use super::found_table::FoundTable;
use super::read::{ReadProgress, Tables};
use super::reader::Reader;
use crate::deadline;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// How many files are worth a thread of their own.
const FILES_OF_THREAD: usize = 4;

/// What one file came to.
struct ReadFile {
    pieces: Result<Vec<FoundTable>, ImportError>,
    tables: Tables,
    claims: Claims,
}

impl Reader<'_> {
    /// The pieces of these files; which of them cannot be read is among what there is to say.
    pub(super) fn files(&mut self, files: &[FileBelow]) -> Vec<FoundTable> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.min(files.len() / FILES_OF_THREAD);
        let known = self.known;
        let (next, begun) = (AtomicUsize::new(0), deadline::begun());
        let work = |done: &Sender<(usize, ReadFile)>| {
            let _within = deadline::go_on_as(begun.clone());
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(file) = files.get(at) else { break };
                let mut reader = Reader::new(&|_| {}, known);
                let pieces = reader.file(&file.path, file.trail.clone(), false);
                let Reader { tables, claims, .. } = reader;
                if done.send((at, ReadFile { pieces, tables, claims })).is_err() {
                    break;
                }
            }
        };
        let mut read: Vec<Option<ReadFile>> = files.iter().map(|_| None).collect();
        thread::scope(|scope| {
            let (done, results) = mpsc::channel();
            for _ in 1..threads {
                let done = done.clone();
                // Whatever no other thread reads this one does.
                let _ = thread::Builder::new().spawn_scoped(scope, || work(&{ done }));
            }
            if threads > 1 {
                work(&done);
            }
            drop(done);
            for (at, one) in results {
                if let Some(read_file) = read.get_mut(at) {
                    *read_file = Some(one);
                }
            }
        });
        let mut pieces = Vec::new();
        for (file, read) in files.iter().zip(read) {
            let of_file = match read {
                Some(ReadFile { pieces, tables, claims }) => {
                    self.take_note(tables, claims);
                    pieces
                }
                None => self.file(&file.path, file.trail.clone(), false),
            };
            let shown = file.path.display().to_string();
            (self.progress)(ReadProgress { file: &shown, bytes: 0, total: None });
            match of_file {
                Ok(inside) => pieces.extend(inside),
                Err(error) => self.refuse(&shown, error),
            }
        }
        pieces
    }

    fn take_note(&mut self, further: Tables, claims: Claims) {
        self.tables.findings.extend(further.findings);
        self.tables.passed_over.extend(further.passed_over);
        self.tables.refused.extend(further.refused);
        self.claims.append(claims);
    }
}
