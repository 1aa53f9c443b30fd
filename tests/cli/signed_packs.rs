//! Signatures of packs, and keys that a project trusts.

use crate::agency::{MANIFEST, agency, author, edit};
use crate::program::{Output, Program};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The public key that a call printed.
fn key(out: &Output) -> String {
    let start = out.stdout.find("RW").unwrap();
    out.stdout[start..start + 56].to_owned()
}

/// The one signature in a pack's folder.
fn signature(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut signatures = files.filter(|path| path.extension().is_some_and(|end| end == "minisig"));
    let signature = signatures.next().unwrap();
    assert_eq!(signatures.next(), None);
    signature
}

/// A signed pack beside a project that trusts its key, not added yet.
fn signed() -> Output {
    let out = author().args("sign source --new-key --key ada.key").run().ends(0);
    let out = out.prints(&["signed acme@1.2.0: 6 files"]);
    let project = format!("[keys]\nada = \"{}\"\n", key(&out));
    out.then("").file("rescind.toml", project).args("add source").run()
}

#[test]
fn a_signed_pack_runs_where_its_key_is_trusted() {
    let out = signed().ends(0).prints(&["signed by ada"]);
    let out = out.then("verify").run().ends(0).prints(&["verified, 8 files, signed by ada"]);
    let out = out.then("plan acme/oldest anna --as-of 2026-11-23").run().ends(0);
    // A byte of the signature is a byte as any other.
    let program = out.then("");
    let signature = signature(&program.path().join("packs/acme"));
    edit(&signature, |bytes| [bytes, b"\n".to_vec()].concat());
    let out = program.args("plan acme/oldest anna").run().ends(1);
    out.says(&[".minisig` was changed"]);
}

#[cfg(unix)]
#[test]
fn nobody_is_taken_for_whoever_has_the_number_of_the_process() {
    let homeless = |arguments: &str| {
        let program = Program::new().without("HOME").without("XDG_CONFIG_HOME");
        program.args(arguments).run()
    };
    homeless("sign --new-key").ends(2).says(&["`HOME` is not set", "--key FILE"]);
    homeless("sign --new-key --key ada.key").ends(0);
}

#[test]
fn with_keys_named_nothing_else_runs() {
    // Added before a key was named.
    let out = agency().args("sign --new-key --key ada.key").run().ends(0);
    let key = key(&out);
    let project = format!("[packs]\nacme = {{ path = \"source\" }}\n[keys]\nada = \"{key}\"\n");
    let out = out.then("").file("rescind.toml", project).args("plan acme/oldest anna").run();
    let out = out.ends(1).says(&["it is not signed", "trusts only what is signed by ada"]);
    for command in ["check acme", "test acme", "run acme/oldest", "why acme/oldest ada-b anna"] {
        agency_with_key(&key).args(command).run().ends(1).says(&["it is not signed"]);
    }
    let program = out.then("").file("source/more.md", "");
    let out = program.args("packs update acme --accept").run().ends(1).says(&["it is not signed"]);
    // Whoever answers for it in the agency signs what is installed.
    let out = out.then("sign acme --key ada.key").run().ends(0);
    let out = out.then("verify").run().ends(0).prints(&["signed by ada"]);
    out.then("plan acme/oldest anna --as-of 2026-11-23").run().ends(0);
}

#[test]
fn a_pack_of_others_is_signed_as_it_is_taken() {
    let out = author().args("sign --new-key --key ada.key").run().ends(0);
    let project = format!("[keys]\nada = \"{}\"\n", key(&out));
    let out = out.then("").file("rescind.toml", project).args("add source").run().ends(1);
    let out = out.says(&["it is not signed", "`--sign` as it is taken"]);
    let out = out.then("add source --sign --key ada.key").run().ends(0).prints(&["signed by ada"]);
    let out = out.then("plan acme/oldest anna --as-of 2026-11-23").run().ends(0);
    // The signature is the agency's own: at the source nothing is new.
    let out = out.then("packs update").run().ends(0).prints(&["nothing is new"]);
    let program = out.then("").file("source/more.md", "");
    let out = program.args("packs update --accept").run().ends(1).says(&["it is not signed"]);
    let out = out.then("packs update --accept --sign --key ada.key").run().ends(0);
    out.then("verify").run().ends(0).prints(&["9 files, signed by ada"]);
}

fn agency_with_key(key: &str) -> Program {
    let project = format!("[packs]\nacme = {{ path = \"source\" }}\n[keys]\nada = \"{key}\"\n");
    agency().file("rescind.toml", project)
}

#[test]
fn a_pack_changed_after_it_was_signed_is_refused_with_or_without_keys() {
    let out = author().args("sign source --new-key --key ada.key").run().ends(0);
    let program = out.then("").file("source/notes.rhai", "withdraw(\"all\", |i| true);\n");
    let out = program.args("add source").run().ends(1);
    let out = out.says(&["`pack.sums` is not the list of its files"]);
    // A further file is a change as well, and so is one that is gone.
    let program = out.then("").file("source/notes.rhai", crate::agency::FILES[3].1);
    let out = program.file("source/more.md", "").args("add source").run().ends(1);
    let program = out.says(&["is not the list of its files"]).then("");
    std::fs::remove_file(program.path().join("source/more.md")).unwrap();
    let out = program.args("add source").run().ends(0);
    // Signed anew, it is right again.
    let program = out.then("").file("source/notes.rhai", "withdraw(\"all\", |i| true);\n");
    let out = program.args("sign source --key ada.key").run().ends(0);
    out.then("packs update acme --accept").run().ends(0).prints(&["changed file notes.rhai"]);
}

#[test]
fn a_key_that_is_not_trusted_signs_for_nobody() {
    let out = author().args("sign source --new-key --key eve.key").run().ends(0);
    let out = out.then("sign --new-key --key ada.key").run().ends(0);
    let project = format!("[keys]\nada = \"{}\"\n", key(&out));
    let out = out.then("").file("rescind.toml", project).args("add source").run().ends(1);
    let out = out.says(&["it is signed with key ", "does not trust"]);
    // Both may sign.
    let out = out.then("sign source --key ada.key").run().ends(0);
    out.then("add source").run().ends(0).prints(&["signed by ada"]);
}

#[test]
fn a_key_is_made_once_where_settings_are() {
    let out = author().args("sign source").run().ends(1).says(&["there is no key yet"]);
    let out = out.then("sign --new-key").run().ends(0);
    if cfg!(target_os = "linux") {
        assert!(
            out.file("settings/rescind/signing.key").unwrap().starts_with("untrusted comment: ")
        );
    }
    let out = out.then("sign --new-key").run().ends(1).says(&["there is a key already"]);
    let out = out.then("sign source").run().ends(0);
    let out = out.then("sign").run().ends(2);
    out.then("sign nowhere").run().ends(2).says(&["no such folder, and no installed pack"]);
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let out = author().args("sign --new-key --key ada.key").run().ends(0);
    let program = out.then("");
    let path = program.path().join("ada.key");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let out = program.args("sign source --key ada.key").run().ends(1);
    out.says(&["others can read this secret key", "chmod 600"]);
}

#[test]
fn a_signature_of_another_pack_is_no_signature() {
    let out = author().args("sign source --new-key --key ada.key").run().ends(0);
    let key = key(&out);
    let program = out.then("");
    let signed = std::fs::read_to_string(signature(&program.path().join("source"))).unwrap();
    let program = program
        .file("other/pack.toml", MANIFEST.replace("1.2.0", "1.2.1"))
        .file("other/oldest.rhai", "")
        .file("other/notes.rhai", "")
        .file("other/pack.sums.ada.minisig", &signed);
    let out = program.args("add other").run().ends(1).says(&["is there without `pack.sums`"]);
    // With a list of its own files it is not that of the trusted key.
    let out = out.then("sign other --sums").run().ends(0).prints(&["listed acme@1.2.1: 3 files"]);
    let program = out.then("").file("other/pack.sums.ada.minisig", &signed);
    let program = program.file("rescind.toml", format!("[keys]\nada = \"{key}\"\n"));
    let mut out = program.args("add other").run().ends(1).says(&["the signature of ada is wrong"]);
    for text in ["x", "", &signed.replace("trusted comment: ", "comment: ")] {
        let program = out.then("").file("other/pack.sums.ada.minisig", text);
        out = program.args("add other").run().ends(1).says(&["is no signature of minisign"]);
    }
}

#[test]
fn signatures_of_other_files_go_as_it_is_signed_anew() {
    let out = author().args("sign source --new-key --key ada.key").run().ends(0);
    let program = out.then("").file("source/more.md", "");
    let out = program.args("sign source --new-key --key ben.key").run().ends(0);
    let program = out.then("");
    signature(&program.path().join("source"));
    program.args("add source").run().ends(0).prints(&["signed with key "]);
}

/// Runs a program in a folder; what it wrote.
fn called(folder: &Path, words: &[&str]) -> String {
    let called = Command::new(words[0]).args(&words[1..]).current_dir(folder).output();
    let called = called.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(called.status.success(), "{words:?}: {}", text(&called.stderr));
    text(&called.stdout)
}

#[test]
#[ignore = "needs minisign"]
fn minisign_verifies_what_rescind_signs_and_signs_with_its_keys() {
    let out = author().args("sign source --new-key --key ada.key").run().ends(0);
    let key = key(&out);
    let program = out.then("");
    let source = program.path().join("source");
    let signature = signature(&source);
    let signature = signature.file_name().unwrap().to_str().unwrap();
    let verify = ["minisign", "-V", "-m", "pack.sums", "-x", signature, "-P", &key];
    let words = called(&source, &verify);
    assert!(words.contains("Trusted comment: acme@1.2.0"), "{words}");
    // And the list is one of the sums of the files, to whoever checks it.
    let checked = called(&source, &["sha256sum", "--check", "--strict", "pack.sums"]);
    assert_eq!(checked.lines().filter(|line| line.ends_with(": OK")).count(), 6, "{checked}");
    std::fs::remove_file(source.join(signature)).unwrap();
    called(&source, &["minisign", "-S", "-m", "pack.sums", "-s", "../ada.key", "-t", "a word"]);
    let project = format!("[keys]\nada = \"{key}\"\n");
    let out = program.file("rescind.toml", project).args("add source").run();
    out.ends(0).prints(&["signed by ada"]);
}

#[test]
#[ignore = "needs minisign"]
fn rescind_signs_with_keys_of_minisign_and_verifies_what_it_signs() {
    let program = author();
    let folder = program.path().to_path_buf();
    called(&folder, &["minisign", "-G", "-W", "-p", "ben.pub", "-s", "ben.key"]);
    let public = std::fs::read_to_string(folder.join("ben.pub")).unwrap();
    let project = format!("[keys]\nben = \"{}\"\n", public.lines().nth(1).unwrap());
    let out = program.file("rescind.toml", project).args("sign source --key ben.key").run();
    let out = out.ends(0).then("add source").run().ends(0).prints(&["signed by ben"]);
    // One with a password is minisign's to use.
    let secret = std::fs::read_to_string(folder.join("ben.key")).unwrap();
    let guarded = secret.replacen("RWQAAEIy", "RWRTY0Iy", 1);
    assert_ne!(secret, guarded);
    let program = out.then("").file("ben.key", guarded);
    let out = program.args("sign source --key ben.key").run().ends(1);
    let out = out.says(&["a password protects this key", "minisign -S"]);
    let program = out.then("sign source --sums").run().ends(0).then("").file("ben.key", secret);
    called(&folder, &["minisign", "-S", "-m", "source/pack.sums", "-s", "ben.key"]);
    let out = program.args("packs update --accept").run().ends(0);
    out.then("verify").run().ends(0).prints(&["signed by ben"]);
}
