//! Scripts from their folder.
//!
//! Invariant: an import reads nothing outside the folder of the script that was started: absolute
//! paths, `..` and links that lead out are refused, whatever they point to.

use crate::inputs;
use crate::nearest::did_you_mean;
use crate::open;
use rescind_runtime::problem::Problem;
use rescind_runtime::script_positions::demand_positions;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The largest script that is read, in bytes: far more than anybody writes by hand.
const SCRIPT_BYTES_MAX: u64 = 1 << 20;

/// The folder that a script may import from.
#[derive(Clone, Debug)]
pub struct ScriptFolder {
    root: PathBuf,
}

impl ScriptFolder {
    pub fn new(folder: &Path) -> Self {
        Self { root: folder.to_path_buf() }
    }

    /// The folder in which a script lies.
    pub fn around(script: &Path) -> Self {
        let parent = script.parent().filter(|parent| !parent.as_os_str().is_empty());
        Self::new(parent.unwrap_or(Path::new(".")))
    }

    /// The name and the text of the script that an import names; `.rhai` may be left out.
    pub fn read(&self, path: &str) -> Result<(String, String), Problem> {
        let relative = Path::new(path);
        let plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if path.is_empty() || !relative.components().all(plain) {
            let message = format!(
                "`{path}` cannot be imported: expected a path below the script's own folder"
            );
            return Err(message.into());
        }
        let mut file = self.root.join(relative);
        if file.extension().is_none_or(|extension| extension != "rhai") {
            file.as_mut_os_string().push(".rhai");
        }
        let root = fs::canonicalize(&self.root).map_err(|error| format!("`{path}`: {error}"))?;
        let real = fs::canonicalize(&file).map_err(|_| missing(&file))?;
        if !real.starts_with(&root) {
            return Err(format!("`{path}` leads outside the script's own folder").into());
        }
        let text = read_opened(&real, |real| {
            let opened = open::below(&root, real)?;
            let size = opened.metadata()?.len();
            Ok((open::Input::File(opened), Some(size)))
        })?;
        Ok((file.display().to_string(), text))
    }
}

/// The folder of the pack that a script is of where its author works on it: the nearest above it
/// that has a manifest of this name.
pub fn pack_of(script: &Path, manifest: &str) -> Option<PathBuf> {
    let parent = script.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let real = fs::canonicalize(parent).ok()?;
    let (up, holder) =
        real.ancestors().enumerate().find(|(_, folder)| folder.join(manifest).is_file())?;
    // Seen from the current folder, as the script itself is, if it lies below that.
    let seen = parent.ancestors().nth(up).filter(|seen| !seen.as_os_str().is_empty());
    let same = seen.filter(|seen| fs::canonicalize(seen).is_ok_and(|seen| seen == holder));
    Some(same.unwrap_or(holder).to_path_buf())
}

/// The scripts that a path names: itself, or those directly in a folder, by name. None where it is
/// something else, such as data. Tests are not among them.
///
/// # Errors
/// That there is no such script, or that it is a file of tests.
pub fn scripts_at(path: &Path) -> Result<Option<Vec<PathBuf>>, Problem> {
    if tested_by(path).is_some() {
        let shown = path.display();
        let help = format!("`rescind test {shown}` runs them");
        return Err(Problem::with_help(format!("{shown} holds tests"), help));
    }
    if is_script(path) {
        return if path.exists() { Ok(Some(vec![path.to_path_buf()])) } else { Err(missing(path)) };
    }
    if !path.is_dir() {
        return Ok(None);
    }
    let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut scripts: Vec<PathBuf> =
        paths.filter(|path| is_script(path) && tested_by(path).is_none()).collect();
    scripts.sort();
    Ok((!scripts.is_empty()).then_some(scripts))
}

/// Every script in a folder and below it, by path. Links are not followed.
///
/// # Errors
/// A folder that cannot be read.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut scripts = vec![];
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let failed = |error| format!("{}: {error}", folder.display());
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let file_type = entry.file_type().map_err(failed)?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if file_type.is_dir() && !hidden {
                folders.push(entry.path());
            } else if file_type.is_file() && is_script(&entry.path()) {
                scripts.push(entry.path());
            }
        }
    }
    scripts.sort();
    Ok(scripts)
}

fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rhai")
}

/// What a file of tests is called after its strategy.
const TESTS: &str = ".test.rhai";

/// The strategy that a file of tests is for; none where it is no such file.
pub fn tested_by(path: &Path) -> Option<PathBuf> {
    let stem = path.file_name()?.to_str()?.strip_suffix(TESTS)?;
    Some(path.with_file_name(format!("{stem}.rhai")))
}

/// Where the tests of a strategy are; none where it is no script.
pub fn tests_of(strategy: &Path) -> Option<PathBuf> {
    let stem = strategy.file_name()?.to_str()?.strip_suffix(".rhai")?;
    Some(strategy.with_file_name(format!("{stem}{TESTS}")))
}

pub fn read(file: &Path) -> Result<String, Problem> {
    read_opened(file, open::open_file_or_pipe)
}

/// The text of a script in a file that is opened so.
fn read_opened(file: &Path, open: impl FnOnce(&Path) -> OpenedInput) -> Result<String, Problem> {
    if file.is_dir() {
        let message = format!("{} is a folder", file.display());
        return Err(Problem::with_help(message, "expected a script"));
    }
    if !file.exists() {
        return Err(missing(file));
    }
    let text = text_of(file, open(file), SCRIPT_BYTES_MAX)?;
    demand_positions(&text).map_err(|problem| Problem {
        message: format!("{}: {}", file.display(), problem.message),
        ..problem
    })?;
    Ok(text)
}

/// The text of a file of so many bytes at most.
pub(in crate::import) fn read_text(file: &Path, bytes_max: u64) -> Result<String, Problem> {
    text_of(file, open::open_file_or_pipe(file), bytes_max)
}

/// What came of opening a file, and its size where it has one.
type OpenedInput = std::io::Result<(open::Input, Option<u64>)>;

fn text_of(file: &Path, opened: OpenedInput, bytes_max: u64) -> Result<String, Problem> {
    let shown = file.display();
    let failed = |error: std::io::Error| format!("{shown}: {error}");
    let (input, size) = opened.map_err(failed)?;
    let mut bytes = vec![];
    input.take(bytes_max + 1).read_to_end(&mut bytes).map_err(failed)?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if read > bytes_max {
        let size = size.map_or_else(|| "more".to_owned(), |size| format!("{size} bytes"));
        let message = format!("{shown} has {size}");
        return Err(Problem::with_help(message, format!("{bytes_max} are the most")));
    }
    inputs::note_read(file);
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let (before, wrong) = error.as_bytes().split_at(good);
        let line = before.split(|byte| *byte == b'\n').count();
        let byte = wrong.first().copied().unwrap_or_default();
        let message = format!("{shown} is not text in UTF-8: byte {byte:#04x} in line {line}");
        Problem::with_help(message, "save it in that encoding")
    })
}

/// That a script is not there, and which ones are.
fn missing(file: &Path) -> Problem {
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let names: Vec<String> = entries
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rhai"))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let wanted = file.file_name().unwrap_or_default().to_string_lossy();
    let near = did_you_mean(&wanted, names.iter().map(String::as_str), "a script there");
    Problem::with_help(format!("{}: no such script", file.display()), near)
}
