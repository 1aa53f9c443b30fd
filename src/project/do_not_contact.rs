//! Reads the list of people whom nobody may contact again.
//!
//! Invariant: no line of the list is lost. The first is a header, and taken as an entry too.

use super::project_file::Project;
use crate::import::data_folder::folder::DataFolder;
use crate::invitations::DoNotContact;
use crate::pack::PackError;
use std::path::{Path, PathBuf};

/// What the list is called, in the folder of the project's lists.
const LIST: &str = "do-not-contact";
/// What its file may be.
const ENDINGS: [&str; 6] = ["csv", "tsv", "xlsx", "ods", "xls", "json"];
/// That folder, where the project names none.
const LISTS: &str = "lists";

impl Project {
    /// Everybody on the list; nobody where there is none.
    ///
    /// # Errors
    /// A list that cannot be read, an entry that can mean nobody, or several lists.
    pub fn read_do_not_contact(&self) -> Result<DoNotContact, PackError> {
        let usual = self.root.join(LISTS);
        let folders = self.lists.iter().chain([&usual]);
        let path = |folder: &PathBuf, ending: &str| folder.join(LIST).with_extension(ending);
        let paths = folders.flat_map(|folder| ENDINGS.map(|ending| path(folder, ending)));
        let mut paths = paths.filter(|path| path.exists());
        let Some(path) = paths.next() else { return Ok(DoNotContact::default()) };
        let shown =
            |path: &Path| path.strip_prefix(&self.root).unwrap_or(path).display().to_string();
        let refused = |problem: String| PackError::refused(shown(&path), problem);
        if let Some(other) = paths.find(|other| other.parent() == path.parent()) {
            let problem = format!("{} is such a list too", shown(&other));
            return Err(refused(problem).with_help("keep one of them, with everybody on it"));
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let read = DataFolder::around(&path).people(&file, None);
        let read = read.map_err(|error| refused(error.to_string()))?;
        let mut list = DoNotContact::new(shown(&path));
        for header in read.headers {
            // A header that can mean nobody is one.
            let _ = list.add(&[header], None);
        }
        for person in read.people {
            list.add(&person.names, person.account.as_deref()).map_err(|problem| {
                let row = person.row;
                refused(format!("row {row}: {problem}: it would keep nobody from being contacted"))
                    .with_help("write a profile's address, its slug, or a whole name")
            })?;
        }
        list.findings = read.findings;
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
        assert!(
            project.read_do_not_contact().unwrap().is_empty(),
            "without a list nobody is on it"
        );
        fs::create_dir(folder.path().join(LISTS)).unwrap();
        let write = |text: &str| {
            fs::write(folder.path().join(LISTS).join("do-not-contact.csv"), text).unwrap();
        };
        write("account,person\n,in/ada-b\nanna,Ben C\n");
        let list = project.read_do_not_contact().unwrap();
        assert!(list.bars("ben", "in/ada-b", None, None));
        assert!(list.bars("anna", "in/ben-c", Some("Ben C"), None));
        assert!(!list.bars("ben", "in/ben-c", Some("Ben C"), None));
        write("in/first-line\nin/ada-b\n");
        let list = project.read_do_not_contact().unwrap();
        assert!(list.bars("ben", "in/first-line", None, None), "a header may be an entry");
        write("person\na@b.example\n");
        assert!(project.read_do_not_contact().is_err());
    }
}
