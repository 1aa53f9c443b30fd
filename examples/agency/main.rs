//! Writes `datasets/agency`: three accounts of three eras of LinkedIn's archive, a tracking sheet
//! and what goes with it, all invented, made for `--as-of 2026-11-23`.
//!
//! ```text
//! cargo run --example agency datasets/agency
//! ```
//!
//! Invariant: the same bytes on every run and on every machine; a test compares them with those in
//! the repository.

mod accounts;
mod archive;
mod dataset;
mod history;
mod lists;
mod names;
mod notes;
mod people;
mod rng;
mod table;

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let target = std::env::args_os().nth(1).ok_or("a folder to write to is missing")?;
    for (name, bytes) in dataset::files()? {
        let path = Path::new(&target).join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, bytes)?;
        println!("{}", path.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::dataset;
    use std::fs;
    use std::path::{Path, PathBuf};

    const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/agency");

    fn files_below(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
            .collect()
    }

    #[test]
    fn the_files_in_the_repository_are_those_the_generator_writes() {
        let files = dataset::files().unwrap();
        for (name, bytes) in &files {
            let committed = fs::read(Path::new(COMMITTED).join(name)).unwrap();
            assert!(
                *bytes == committed,
                "{name} differs: run `cargo run --example agency datasets/agency`"
            );
        }
        assert_eq!(files_below(Path::new(COMMITTED)).len(), files.len(), "a file too many");
    }
}
