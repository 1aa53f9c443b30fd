//! The repository's files, and Rust source without what is only for tests.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where the repository is.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// One text file.
pub(crate) struct File {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every file below the folder that ends with one of `endings`, in order of path; none where the
/// folder is missing.
pub(crate) fn files(folder: &str, endings: &[&str]) -> io::Result<Vec<File>> {
    let mut paths = Vec::new();
    collect(&Path::new(ROOT).join(folder), &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(ROOT).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if endings.iter().any(|ending| name.ends_with(ending)) {
            files.push(File { path: name, text: fs::read_to_string(&path)? });
        }
    }
    Ok(files)
}

/// Every Rust file of the library and its crates, the tests and the examples.
pub(crate) fn rust() -> io::Result<Vec<File>> {
    let mut rust_files = Vec::new();
    for folder in ["crates", "src", "tests", "examples"] {
        rust_files.extend(files(folder, &[".rs"])?);
    }
    Ok(rust_files)
}

fn collect(folder: &Path, files_below: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files_below)?;
        } else {
            files_below.push(entry.path());
        }
    }
    Ok(())
}

/// The lines of a file without comments of whole lines and without items under `#[cfg(test)]`.
/// It counts on rustfmt: an item that opens a block ends with a `}` as far in as it began.
pub(crate) fn code(text: &str) -> Vec<&str> {
    let mut kept = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("//") {
            continue;
        }
        if trimmed != "#[cfg(test)]" {
            kept.push(line);
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - trimmed.len()]);
        let item = lines.find(|line| !line.trim_start().starts_with("#["));
        if item.is_some_and(|line| !line.ends_with(';')) {
            lines.find(|line| line.trim_end_matches(';') == end);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn comments_and_what_is_only_for_tests_are_no_code() {
        let text = "use a;\n// use b;\n#[cfg(test)]\nmod builder;\n#[cfg(test)]\n#[expect(x)]\n\
                    mod tests {\n    use c;\n    fn d() {\n    }\n}\nuse e;\n";
        assert_eq!(code(text), ["use a;", "use e;"]);
    }
}
