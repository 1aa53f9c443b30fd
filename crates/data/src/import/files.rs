//! The files below a folder, by path.
//!
//! Invariant: nothing outside the given folder is read. A link that leads out of it is not
//! followed, hidden files and `__MACOSX` are passed over, and no folder is walked twice.

use super::error::ImportError;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file below a folder: where it is, and the names from that folder down to it.
#[derive(Debug)]
pub(super) struct FolderFile {
    pub(super) path: PathBuf,
    pub(super) trail: Vec<String>,
}

/// What may hold a table, by its extension.
const EXTENSIONS: &[&[&str]] = &[TEXTS, JSON, WORKBOOKS, &["zip", "parquet"]];

/// What is text with something between the cells.
const TEXTS: &[&str] = &["csv", "tsv", "txt"];

/// What is text with the names of the columns in each row.
const JSON: &[&str] = &["json", "ndjson", "jsonl"];

/// What holds sheets; those of `numbers` and `xlsb` are not read, and said.
const WORKBOOKS: &[&str] = &["xlsx", "xlsm", "xls", "ods", "xlsb", "numbers"];

/// Whether the name ends in this extension, in any case.
pub(super) fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|actual| actual.eq_ignore_ascii_case(extension))
}

/// Whether a file of that name may hold a table.
pub(super) fn may_hold_table(name: &str) -> bool {
    EXTENSIONS.iter().any(|extensions| is_one(name, extensions))
}

fn is_one(name: &str, extensions: &[&str]) -> bool {
    extensions.iter().any(|extension| has_extension(name, extension))
}

/// Whether a file of that name is text.
pub(super) fn is_text(name: &str) -> bool {
    is_one(name, TEXTS) || is_json(name)
}

/// Whether a file of that name is JSON.
pub(super) fn is_json(name: &str) -> bool {
    is_one(name, JSON)
}

/// Whether a file of that name is a spreadsheet.
pub(super) fn is_spreadsheet(name: &str) -> bool {
    is_one(name, WORKBOOKS)
}

/// Whether a file of that name is Parquet.
pub(super) fn is_parquet(name: &str) -> bool {
    has_extension(name, "parquet")
}

/// The file and the sheet that `book.xlsx/Sheet` names; without a sheet, an empty one.
pub(super) fn parted(name: &str) -> (&str, &str) {
    let ends = name.match_indices('/').map(|(at, _)| name.split_at(at));
    let book = ends.into_iter().find(|(file, _)| is_spreadsheet(file) || is_json(file));
    book.map_or((name, ""), |(file, sheet)| (file, sheet.trim_start_matches('/')))
}

/// Whether a name is one of those that systems and open workbooks leave behind.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name == "__MACOSX"
}

/// Why a file is not read that is called like a table in another form: packed, unfinished, set
/// aside or a mere link.
pub(super) fn why_no_table(name: &str) -> Option<&'static str> {
    const SET_ASIDE: &str = "its name says that it was set aside: rename it if it counts";
    const ENDINGS: [(&[&str], &str); 3] = [
        (&["gz", "bz2", "xz", "zst", "7z", "rar"], "it is packed: unpack it"),
        (
            &["crdownload", "part", "partial", "download"],
            "its download is not finished: download it again",
        ),
        (&["bak", "old", "orig", "backup", "save", "tmp", "temp", "copy"], SET_ASIDE),
    ];
    if has_extension(name, "gsheet") {
        return Some("it is a link to a sheet on the web: download that as CSV");
    }
    let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str());
    if ![stem, name.strip_suffix('~')].into_iter().flatten().any(may_hold_table) {
        return None;
    }
    let by_ending = ENDINGS.iter().find(|(endings, _)| is_one(name, endings)).map(|(_, why)| *why);
    by_ending.or_else(|| name.ends_with('~').then_some(SET_ASIDE))
}

/// What lies below a folder and looks like a table by its name.
#[derive(Default)]
pub(super) struct FolderListing {
    /// The files, sorted by path.
    pub(super) files: Vec<FolderFile>,
    /// What is not read, and why.
    pub(super) passed_over: Vec<(PathBuf, &'static str)>,
}

/// What below `root` looks like a table.
pub(super) fn walk(root: &Path) -> Result<FolderListing, ImportError> {
    let real_root =
        fs::canonicalize(root).map_err(|e| ImportError::io(root.display().to_string(), e))?;
    let mut walk =
        FolderWalker { real_root, seen: BTreeSet::new(), walked: FolderListing::default() };
    walk.folder(root, &[])?;
    Ok(walk.walked)
}

struct FolderWalker {
    real_root: PathBuf,
    seen: BTreeSet<PathBuf>,
    walked: FolderListing,
}

impl FolderWalker {
    fn folder(&mut self, folder: &Path, trail: &[String]) -> Result<(), ImportError> {
        let io = |error| ImportError::io(folder.display().to_string(), error);
        let mut entries =
            fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(io)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            if is_hidden(&name) {
                continue;
            }
            let is_table = may_hold_table(&name);
            let why_none = if is_table { None } else { why_no_table(&name) };
            let mut pass_over = |why| {
                if is_table || why_none.is_some() {
                    self.walked.passed_over.push((path.clone(), why));
                }
            };
            match fs::canonicalize(&path) {
                Err(_) => pass_over("it leads nowhere"),
                Ok(real) if !real.starts_with(&self.real_root) => pass_over("it leads out"),
                Ok(real) if self.seen.contains(&real) => {}
                Ok(real) => {
                    self.seen.insert(real);
                    let trail: Vec<String> = trail.iter().cloned().chain([name]).collect();
                    if path.is_dir() {
                        self.folder(&path, &trail)?;
                    } else if !path.is_file() {
                        pass_over("it is no regular file");
                    } else if is_table {
                        self.walked.files.push(FolderFile { path, trail });
                    } else if let Some(why) = why_none {
                        pass_over(why);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The error for a path that is not there, with the nearest name beside it.
pub(super) fn missing(path: &Path) -> ImportError {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = fs::read_dir(parent).into_iter().flatten().flatten();
    let nearest = beside
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .map(|other| (strsim::jaro_winkler(&other.to_lowercase(), &name.to_lowercase()), other))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    let help = nearest.map(|(_, other)| {
        let beside = if path.parent().is_some_and(|p| p.as_os_str().is_empty()) {
            PathBuf::from(other)
        } else {
            parent.join(other)
        };
        format!("did you mean `{}`?", beside.display())
    });
    ImportError::Missing { path: path.display().to_string(), help }
}
