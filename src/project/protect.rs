//! Reads the lists of people whom no plan withdraws.
//!
//! Invariant: no line of a list is lost. A header is an entry too, for a list that begins with a
//! person at once, and so is what stands above it: it protects at most somebody who is called so.

use super::project_file::Project;
use crate::import::data_folder::folder::DataFolder;
use crate::invitations::ProtectedPeople;
use crate::pack::PackError;

impl Project {
    /// Everybody on the project's lists.
    ///
    /// # Errors
    /// A list that cannot be read, or an entry that can mean nobody.
    pub fn read_protected(&self) -> Result<ProtectedPeople, PackError> {
        let mut protect = ProtectedPeople::default();
        for list in &self.protect {
            let shown = list.file.display().to_string();
            let refused = |problem: String| PackError::refused(&shown, problem);
            let name = list.file.file_name().unwrap_or_default().to_string_lossy();
            let read = DataFolder::around(&list.file).people(&name, list.column.as_deref());
            let read = read.map_err(|error| refused(error.to_string()))?;
            for header in read.headers {
                protect.add_header(&header, &shown);
            }
            for person in read.people {
                protect.add(&person.names, &shown).map_err(|problem| {
                    let row = person.row;
                    refused(format!("row {row}: {problem}: it would protect nobody"))
                        .with_help("write a profile's address, its slug, or a whole name")
                })?;
            }
            protect.findings.extend(read.findings);
        }
        Ok(protect)
    }
}
