//! Reads the list of people whom nobody may contact again.
//!
//! Invariant: no line of the list is lost. The first is a header, and taken as an entry too.

use super::file::Project;
use crate::import::folder::DataFolder;
use crate::invitations::DoNotContact;
use crate::pack::PackError;

/// The list, in the folder of the project's lists.
const FILE: &str = "do-not-contact.csv";
/// That folder, where the project names none.
const LISTS: &str = "lists";

impl Project {
    /// Everybody on the list; nobody where there is none.
    ///
    /// # Errors
    /// A list that cannot be read, or an entry that can mean nobody.
    pub fn do_not_contact(&self) -> Result<DoNotContact, PackError> {
        let usual = self.root.join(LISTS);
        let folders = self.lists.iter().chain([&usual]);
        let Some(path) = folders.map(|own| own.join(FILE)).find(|path| path.exists()) else {
            return Ok(DoNotContact::default());
        };
        let shown = path.strip_prefix(&self.root).unwrap_or(&path).display().to_string();
        let refused = |problem: String| PackError::refused(&shown, problem);
        let read = DataFolder::around(&path).list_by_account(FILE).map_err(refused)?;
        let mut list = DoNotContact::new(shown.clone());
        // A header that can mean nobody is one.
        let _ = list.add(&read.header, None);
        for (entry, account) in read.values {
            list.add(&entry, account.as_deref()).map_err(|problem| {
                refused(format!("{problem}: it would keep nobody from being contacted"))
                    .advise("write a profile's address, its slug, or a whole name")
            })?;
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_list_is_read_with_its_accounts() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project { root: folder.path().to_path_buf(), ..Project::default() };
        assert!(project.do_not_contact().unwrap().is_empty(), "without a list nobody is on it");
        fs::create_dir(folder.path().join(LISTS)).unwrap();
        let write = |text: &str| fs::write(folder.path().join(LISTS).join(FILE), text).unwrap();
        write("account,person\n,in/ada-b\nanna,Ben C\n");
        let list = project.do_not_contact().unwrap();
        assert!(list.bars("ben", "in/ada-b", None, None));
        assert!(list.bars("anna", "in/ben-c", Some("Ben C"), None));
        assert!(!list.bars("ben", "in/ben-c", Some("Ben C"), None));
        write("in/first-line\nin/ada-b\n");
        let list = project.do_not_contact().unwrap();
        assert!(list.bars("ben", "in/first-line", None, None), "a header may be an entry");
        write("person\na@b.example\n");
        assert!(project.do_not_contact().is_err());
    }
}
