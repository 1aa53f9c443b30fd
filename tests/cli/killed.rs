//! Commands that change a project, killed at any moment and two at a time.

use crate::agency::{FILES, agency, author, edit, git};
use crate::effort;
use crate::program::{Program, command};
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

fn started(folder: &Path, arguments: &[&str]) -> Child {
    command(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn succeeds(folder: &Path, arguments: &[&str]) -> bool {
    started(folder, arguments).wait().unwrap().success()
}

/// Names below the project that no finished command leaves.
fn leftovers(folder: &Path) -> Vec<String> {
    let names = [folder.to_path_buf(), folder.join("packs")];
    let entries = names
        .iter()
        .flat_map(|project_file| fs::read_dir(project_file).into_iter().flatten().flatten());
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".rescind")).collect()
}

/// How long a command takes that is not killed.
fn usual(folder: &Path, arguments: &[&str]) -> Duration {
    let since = Instant::now();
    assert!(succeeds(folder, arguments), "{arguments:?}");
    since.elapsed()
}

/// Kills the command at moments spread over its time; each time the project is sound after the next
/// command, which can do what the killed one was to.
fn killed_anywhere(program: &Program, before: &dyn Fn(&Path), arguments: &[&str]) {
    let folder = program.path();
    before(folder);
    let usual = usual(folder, arguments);
    let parts = u32::try_from(effort::times(5)).unwrap();
    for part in 0..parts {
        before(folder);
        let mut child = started(folder, arguments);
        sleep(usual.mul_f64(f64::from(part) / f64::from(parts - 1)));
        // It may have ended.
        let _ = child.kill();
        child.wait().unwrap();
        let has_project = folder.join("rescind.toml").is_file();
        if has_project {
            // Whoever comes next mends it: `packs remove` of nothing is a command that changes.
            let _ = started(folder, &["packs", "remove", "no-such-pack"]).wait();
            assert_eq!(leftovers(folder), Vec::<String>::new(), "part {part}");
            let is_sound = succeeds(folder, &["verify"]);
            assert!(is_sound, "part {part}: {arguments:?} left a project that does not verify");
        }
        let again = succeeds(folder, arguments);
        assert!(again || succeeds(folder, &["verify"]), "part {part}");
        assert!(succeeds(folder, &["verify"]), "part {part}");
        assert_eq!(leftovers(folder), Vec::<String>::new(), "part {part}");
    }
}

#[test]
fn a_killed_command_leaves_a_sound_project_and_nothing_else() {
    let fresh = |folder: &Path| {
        for project_file in ["rescind.toml", "rescind.lock"] {
            let _ = fs::remove_file(folder.join(project_file));
        }
        let _ = fs::remove_dir_all(folder.join("packs"));
    };
    killed_anywhere(&author(), &fresh, &["add", "source"]);
    let changed = |folder: &Path| {
        edit(&folder.join("source/README.md"), |mut text| {
            text.push(b'x');
            text
        });
    };
    killed_anywhere(&agency(), &changed, &["packs", "update", "--accept"]);
}

#[test]
fn two_at_once_both_get_their_pack_in() {
    for _ in 0..effort::times(2) {
        let program = author();
        let program = FILES.iter().fold(program, |program, (path, text)| {
            let text = text.replace("name = \"acme\"", "name = \"house\"");
            program.file(&format!("other/{path}"), text)
        });
        let folder = program.path();
        let both = [started(folder, &["add", "source"]), started(folder, &["add", "other"])];
        for mut child in both {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(leftovers(folder), Vec::<String>::new());
        let out = program.args("verify").run().ends(0);
        out.prints(&["acme 1.2.0: verified", "house 1.2.0: verified"]);
    }
}

#[test]
fn a_clone_with_line_ends_converted_still_verifies() {
    let program = agency();
    let folder = program.path();
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "rescind.toml", "rescind.lock", "packs"]);
    git(folder, &["commit", "--quiet", "--message", "packs"]);
    let clone = tempfile::tempdir().unwrap();
    let to = clone.path().join("clone");
    let (from, to_text) = (folder.to_str().unwrap(), to.to_str().unwrap());
    git(clone.path(), &["-c", "core.autocrlf=true", "clone", "--quiet", from, to_text]);
    let lock = fs::read(to.join("rescind.lock")).unwrap();
    assert!(lock.windows(2).any(|two| two == b"\r\n"), "nothing was converted");
    assert!(succeeds(&to, &["verify"]));
}

#[test]
fn what_systems_put_into_folders_is_no_pack_s() {
    let program = author().file("source/.DS_Store", "x").file("source/lib/THUMBS.DB", "x");
    let program = program.file("source/Desktop.ini", "x").args("add source");
    let out = program.run().ends(0).then("verify");
    let out = out.file("packs/acme/lib/.ds_store", "x").file("packs/acme/Thumbs.db", "x");
    let out = out.file("packs/DESKTOP.INI", "x").run().ends(0);
    let out = out.then("plan acme/oldest anna --as-of 2026-11-23").run().ends(0);
    let out = out.then("verify").file("packs/acme/lib/x.rhai", "1").run().ends(1);
    out.prints(&["`lib/x.rhai` is additional"]);
}
