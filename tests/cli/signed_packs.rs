//! Signatures of packs, and keys that a project trusts.

use crate::agency::{MANIFEST, agency, author, edit};
use crate::program::{Output, Program};

/// The public key that a call printed.
fn key(out: &Output) -> String {
    let start = out.stdout.find("ed25519:").unwrap();
    out.stdout[start..start + "ed25519:".len() + 64].to_owned()
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
    let out = out.then("verify").run().ends(0).prints(&["verified, 7 files, signed by ada"]);
    let out = out.then("plan acme/oldest anna --as-of 2026-11-23").run().ends(0);
    // A byte of the signature is a byte as any other.
    let program = out.then("");
    edit(&program.path().join("packs/acme/pack.sig"), |bytes| [bytes, b"\n".to_vec()].concat());
    let out = program.args("plan acme/oldest anna").run().ends(1);
    out.says(&["`pack.sig` was changed"]);
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
    out.then("verify").run().ends(0).prints(&["8 files, signed by ada"]);
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
    let out = out.says(&["the signature of ed25519:", "is wrong"]);
    // A further file is a change as well, and so is one that is gone.
    let program = out.then("").file("source/notes.rhai", crate::agency::FILES[3].1);
    let out = program.file("source/more.md", "").args("add source").run().ends(1);
    let program = out.says(&["is wrong"]).then("");
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
    let out = out.says(&["it is signed with ed25519:", "does not trust"]);
    // Both may sign.
    let out = out.then("sign source --key ada.key").run().ends(0);
    out.then("add source").run().ends(0).prints(&["signed by ada"]);
}

#[test]
fn a_key_is_made_once_where_settings_are() {
    let out = author().args("sign source").run().ends(1).says(&["there is no key yet"]);
    let out = out.then("sign --new-key").run().ends(0);
    if cfg!(target_os = "linux") {
        assert!(out.file("settings/rescind/signing.key").unwrap().starts_with("ed25519-secret:"));
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
    let signature = out.file("source/pack.sig").unwrap();
    let program = out
        .then("")
        .file("other/pack.toml", MANIFEST.replace("1.2.0", "1.2.1"))
        .file("other/oldest.rhai", "")
        .file("other/notes.rhai", "")
        .file("other/pack.sig", signature);
    program.args("add other").run().ends(1).says(&["is wrong"]);
    for (text, words) in [
        ("x", "not valid TOML"),
        ("[[signature]]\nkey = \"x\"\nvalue = \"y\"\n", "no public key"),
        ("[[signature]]\nvalue = \"y\"\n", "lacks `key`"),
        ("[[signatures]]\n", "did you mean `signature`?"),
    ] {
        let out = author().file("source/pack.sig", text).args("add source").run().ends(1);
        out.says(&[words]);
    }
}
