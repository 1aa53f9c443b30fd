//! Paths that go on from what is typed.

use std::fs;
use std::path::Path;

/// The files and folders that begin so; of files only those with this ending, where one is wanted.
pub(super) fn paths_with_prefix(typed: &str, ending: Option<&str>) -> Vec<String> {
    let (folder, _) = typed
        .rsplit_once('/')
        .map_or(("", typed), |(_, name)| (&typed[..typed.len() - name.len()], name));
    let looked_in = if folder.is_empty() { "." } else { folder };
    let Ok(entries) = fs::read_dir(looked_in) else { return vec![] };
    let names = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        if name.starts_with('.') && !typed.ends_with('.') {
            return None;
        }
        // A link to a folder is one.
        let is_folder = entry.path().is_dir();
        let extension = Path::new(&name).extension().and_then(|extension| extension.to_str());
        let fits = is_folder || ending.is_none() || extension == ending;
        fits.then(|| format!("{folder}{name}{}", if is_folder { "/" } else { "" }))
    });
    names.filter(|name| name.starts_with(typed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_folders_are_offered() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.rhai", "ab.csv", "b.rhai"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("ac")).unwrap();
        let root = folder.path().display().to_string();
        let offered = |typed: &str, ending| {
            let mut offered = paths_with_prefix(&format!("{root}/{typed}"), ending);
            offered.sort();
            offered.into_iter().map(|path| path[root.len() + 1..].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(offered("a", Some("rhai")), ["a.rhai", "ac/"]);
        assert_eq!(offered("a", None), ["a.rhai", "ab.csv", "ac/"]);
        assert_eq!(offered("x", None), [""; 0]);
    }
}
