//! Reads the lists of people whom no plan withdraws.

use super::file::Project;
use crate::import::folder::DataFolder;
use crate::invitations::Protect;
use crate::pack::PackError;

impl Project {
    /// Everybody on the project's lists.
    ///
    /// # Errors
    /// A list that cannot be read, or an entry that can mean nobody.
    pub fn protected(&self) -> Result<Protect, PackError> {
        let mut protect = Protect::default();
        for list in &self.protect {
            let shown = list.file.display().to_string();
            let refused = |problem: String| PackError::refused(&shown, problem);
            let name = list.file.file_name().unwrap_or_default().to_string_lossy();
            let values = DataFolder::around(&list.file).list(&name, list.column.as_deref());
            for entry in values.map_err(refused)? {
                protect.add(&entry).map_err(|problem| {
                    refused(problem).advise("write a profile's address, its slug, or a whole name")
                })?;
            }
        }
        Ok(protect)
    }
}
