//! Packs that mean harm: nothing of them is taken, and nothing outside is touched.

use crate::agency::{FILES, MANIFEST, agency, author, edit, git, tagged};
use crate::program::Program;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::{Cursor, Write};
use tar::{EntryType, Header};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip of `acme` and what else is written to it.
fn zipped(more: impl Fn(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (path, text) in FILES {
        member(&mut zip, path, text.as_bytes());
    }
    more(&mut zip);
    zip.finish().unwrap().into_inner()
}

fn member(zip: &mut ZipWriter<Cursor<Vec<u8>>>, path: &str, bytes: &[u8]) {
    zip.start_file(path, SimpleFileOptions::default()).unwrap();
    zip.write_all(bytes).unwrap();
}

/// A tar.gz of `acme` and one more entry, whose path is written as it is.
fn tarred(path: &[u8], kind: EntryType, link: Option<&str>) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(vec![], Compression::fast()));
    let mut add = |path: &[u8], kind: EntryType, link: Option<&str>, bytes: &[u8]| {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path);
        header.set_entry_type(kind);
        header.set_mode(0o644);
        header.set_size(bytes.len() as u64);
        if let Some(link) = link {
            header.set_link_name(link).unwrap();
        }
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
    };
    for (path, text) in FILES {
        add(path.as_bytes(), EntryType::Regular, None, text.as_bytes());
    }
    add(path, kind, link, b"");
    tar.into_inner().unwrap().finish().unwrap()
}

/// Adding this archive fails with these words, and leaves nothing behind.
fn refused(name: &str, bytes: Vec<u8>, words: &str) {
    let out = Program::new().file(name, bytes).args("add").arg(name).run().ends(1);
    let out = out.says(&[words]);
    assert_eq!((out.file("rescind.toml"), out.file("rescind.lock")), (None, None));
    let program = out.then("");
    let left = fs::read_dir(program.path()).unwrap().count();
    assert_eq!(left, 1, "something was written");
}

#[test]
fn archives_of_both_kinds_are_taken() {
    let wrapped = {
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        for (path, text) in FILES {
            member(&mut zip, &format!("acme-1.2.0/{path}"), text.as_bytes());
        }
        zip.finish().unwrap().into_inner()
    };
    let tar = tarred(b".git/config", EntryType::Regular, None);
    for (name, bytes) in [("a.zip", zipped(|_| {})), ("b.zip", wrapped), ("c.tgz", tar)] {
        let program = Program::with_data().file(name, bytes);
        let out = program.args("add").arg(name).run().ends(0).then("verify").run().ends(0);
        out.prints(&["acme 1.2.0: verified, 6 files"]);
    }
}

#[test]
fn paths_that_lead_out_are_refused() {
    for path in ["../out.rhai", "lib/../../out.rhai", "/tmp/out.rhai", "C:\\out.rhai", "a\\..\\b"] {
        refused("a.zip", zipped(|zip| member(zip, path, b"x")), "leads out of the pack");
        let tar = tarred(path.as_bytes(), EntryType::Regular, None);
        refused("a.tar.gz", tar, "leads out of the pack");
    }
}

#[test]
fn links_and_devices_are_refused() {
    let link = zipped(|zip| {
        zip.add_symlink("lib/x.rhai", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    });
    refused("a.zip", link, "it is a link, or no file at all");
    for (kind, link) in [
        (EntryType::Symlink, Some("/etc/passwd")),
        (EntryType::Link, Some("pack.toml")),
        (EntryType::Fifo, None),
        (EntryType::Char, None),
    ] {
        refused("a.tar.gz", tarred(b"x.rhai", kind, link), "it is a link, or no file at all");
    }
}

#[test]
fn names_that_other_systems_read_otherwise_are_refused() {
    for (path, words) in [
        ("OLDEST.rhai", "for the same"),
        ("Lib/other.rhai", "for the same"),
        ("con.rhai", "Windows keeps its name"),
        ("lib/aux", "Windows keeps its name"),
        ("x.rhai.", "ends with a dot"),
        ("x\u{202e}.rhai", "not every system takes"),
        ("e\u{301}.rhai", "not every system takes"),
        ("ab:c", "not every system takes"),
        ("pack.toml/x", "a file and a folder"),
    ] {
        refused("a.zip", zipped(|zip| member(zip, path, b"x")), words);
    }
    refused("a.tar.gz", tarred(b"x\xff.rhai", EntryType::Regular, None), "not text in UTF-8");
    let twice = tarred(b"oldest.rhai", EntryType::Regular, None);
    refused("a.tar.gz", twice, "is there twice");
}

#[test]
fn what_is_too_much_is_refused() {
    let bomb = zipped(|zip| member(zip, "big.txt", &vec![0; 5 << 20]));
    assert!(bomb.len() < 100_000);
    refused("a.zip", bomb, "it unpacks to more than 4194304 bytes");
    let many =
        zipped(|zip| (0..12).for_each(|at| member(zip, &format!("{at}"), &vec![0; 3 << 20])));
    refused("a.zip", many, "it unpacks to more than");
    let crowd = zipped(|zip| (0..1000).for_each(|at| member(zip, &format!("f{at}"), b"")));
    refused("a.zip", crowd, "there are more than 1000 files");
    let deep = "d/".repeat(40) + "x";
    refused("a.zip", zipped(|zip| member(zip, &deep, b"")), "folders deep");
    let mut cut = zipped(|_| {});
    cut.truncate(cut.len() / 2);
    refused("a.zip", cut, "a damaged zip");
    refused("a.zip", b"PK\x03\x04 nothing".to_vec(), "a damaged zip");
    refused("a.tar.gz", b"\x1f\x8b\x08 nothing".to_vec(), "a damaged tar.gz");
    refused("a.zip", b"#!/bin/sh".to_vec(), "neither a zip nor a tar.gz");
    refused(
        "a.zip",
        ZipWriter::new(Cursor::new(vec![])).finish().unwrap().into_inner(),
        "no `pack.toml`",
    );
}

#[test]
fn a_manifest_is_held_to_its_form() {
    for (manifest, words) in [
        ("", "there is no table `[pack]`"),
        ("[pack]\nname = \"acme\"", "lacks `version`"),
        ("[pack", "not valid TOML"),
        (&MANIFEST.replace("acme", "../acme"), "a pack cannot be called `../acme`"),
        (&MANIFEST.replace("\"acme\"", "\"CON\""), "a pack cannot be called `CON`"),
        (&MANIFEST.replace("1.2.0", "latest"), "`latest` is no version"),
        (&MANIFEST.replace("\"oldest\"", "\"../../oldest\""), "no script `../../oldest.rhai`"),
        (&MANIFEST.replace("\"oldest\"", "\"/etc/passwd\""), "no script `/etc/passwd.rhai`"),
        (&MANIFEST.replace("\"oldest\"", "\"oldst\""), "did you mean `oldest`?"),
        (&MANIFEST.replace("description", "descripton"), "did you mean `description`?"),
        (&format!("{MANIFEST}needs = {{ \"../x\" = \"1\" }}"), "a pack cannot be called `../x`"),
        (&format!("{MANIFEST}columns = {{ x = \"number\" }}"), "unknown type `number`"),
    ] {
        let program = author().file("source/pack.toml", manifest).args("add source");
        let out = program.run().ends(1).says(&[words]);
        assert_eq!(out.file("rescind.toml"), None);
    }
    let no_text = author().file("source/notes.rhai", b"\xff\xfe").args("add source").run().ends(1);
    no_text.says(&["`notes.rhai` is not text in UTF-8"]);
}

#[test]
fn a_lock_edited_by_hand_is_refused() {
    for (from, to) in [
        ("version = \"1.2.0\"", "version = \"1.2.1\""),
        ("source = \"source\"", "source = \"other\""),
        ("name = \"acme\"", "name = \"acne\""),
        ("\"README.md\" = \"", "\"README.md\" = \"0"),
        ("\"README.md\" = ", "\"readme.md\" = "),
        ("[pack.files]", "commit = \"x\"\n[pack.files]"),
        ("[pack.files]", "[pack.files]\n\"../x\" = \"00\""),
        ("version = 1\n", "version = 2\n"),
        ("version = 1\n", ""),
        ("sha256 = \"", "sha256 = \"0"),
        ("checksum = \"", "checksum = \"0"),
    ] {
        let program = agency();
        let edited =
            |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replacen(from, to, 1).into();
        edit(&program.path().join("rescind.lock"), edited);
        let out = program.args("plan acme/oldest anna").run().ends(1);
        out.then("verify").run().ends(1);
    }
    let program = agency();
    edit(&program.path().join("rescind.lock"), |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        let entry = text[text.find("[[pack]]").unwrap()..].to_owned();
        format!("{text}\n{entry}").into()
    });
    let out = program.args("plan acme/oldest anna").run().ends(1);
    let out = out.says(&["the pack `acme` is there twice"]);
    // Without its entry, a pack is none.
    let program = out.then("").file("rescind.lock", "version = 1\n");
    let out = program.args("plan acme/oldest anna").run().ends(1);
    let out = out.says(&["`rescind.lock` does not have it"]);
    out.then("verify").run().ends(1);
}

#[test]
fn a_source_that_was_changed_in_the_project_file_alone_is_said() {
    let program = agency().file("rescind.toml", "[packs]\nacme = { path = \"elsewhere\" }\n");
    let out = program.args("plan acme/oldest anna").run().ends(1);
    out.says(&["names the source elsewhere, but what is locked came from source"]);
}

#[test]
fn what_lies_among_the_packs_unasked_is_said_and_not_run() {
    let program = agency().file("packs/evil/x.rhai", "withdraw(\"all\", |i| true);");
    let out = program.args("verify").run().ends(1);
    let out = out.prints(&["`packs/evil` is of no pack"]);
    let out = out.then("plan packs/evil/x.rhai anna").run().ends(1);
    out.says(&["`rescind.toml` names no such pack"]);
}

#[cfg(unix)]
#[test]
fn an_installed_pack_that_became_a_link_is_refused() {
    let program = agency();
    let (installed, moved) = (program.path().join("packs/acme"), program.path().join("moved"));
    fs::rename(&installed, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &installed).unwrap();
    let out = program.args("plan acme/oldest anna").run().ends(1).says(&["there is no folder"]);
    let program = out.then("");
    let packs = program.path().join("packs");
    fs::remove_file(&installed).unwrap();
    fs::remove_dir_all(&packs).unwrap();
    fs::create_dir(program.path().join("other")).unwrap();
    fs::rename(&moved, program.path().join("other/acme")).unwrap();
    std::os::unix::fs::symlink(program.path().join("other"), &packs).unwrap();
    let out = program.args("plan acme/oldest anna").run().ends(1).says(&["there is no folder"]);
    let out = out.then("packs update acme --accept").run().ends(1);
    out.says(&["it is no folder of its own"]);
}

#[test]
fn nothing_of_a_repository_acts() {
    // Hooks of the source, links, submodules, attributes that would change files.
    let program = tagged(author(), "v1");
    let source = program.path().join("source");
    let hook = source.join(".git/hooks/post-checkout");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\ntouch hooked\n").unwrap();
    let program = tagged(program.file("source/.gitattributes", "*.rhai export-ignore\n"), "v1");
    let out = program.args("add source@v1").run().ends(0);
    let out = out.prints(&["6 files", "left out, for it is of no pack: .gitattributes"]);
    assert_eq!(out.file("hooked"), None);
    let program = out.then("");
    for (mode, words) in [("120000", "it is a link"), ("160000", "it is a submodule")] {
        let object = git(&source, &["rev-parse", "HEAD"]);
        let blob = git(&source, &["hash-object", "-w", "README.md"]);
        let object = if mode == "120000" { blob } else { object };
        git(&source, &["update-index", "--add", "--cacheinfo", &format!("{mode},{object},odd")]);
        git(&source, &["commit", "--quiet", "--message", "odd"]);
        git(&source, &["tag", "--force", &format!("odd{mode}")]);
        git(&source, &["update-index", "--force-remove", "odd"]);
        let out = Program::new().args("add").arg(&format!("{}@odd{mode}", source.display())).run();
        out.ends(1).says(&[words]);
    }
    drop(program);
}

#[test]
fn trees_that_clash_or_lead_out_are_refused() {
    let program = tagged(author(), "v1");
    let source = program.path().join("source");
    let blob = git(&source, &["hash-object", "-w", "README.md"]);
    let plain = git(&source, &["ls-tree", "HEAD"]);
    for (name, words) in [("OLDEST.rhai", "for the same"), ("..", "git says")] {
        let tree = format!("{plain}\n100644 blob {blob}\t{name}\n");
        fs::write(program.path().join("tree"), tree).unwrap();
        let script = "git mktree < ../tree";
        let made =
            std::process::Command::new("sh").args(["-c", script]).current_dir(&source).output();
        let made = String::from_utf8(made.unwrap().stdout).unwrap();
        let commit = git(&source, &["commit-tree", "-m", "x", made.trim()]);
        git(&source, &["tag", "--force", "odd", &commit]);
        let out = Program::new().args("add").arg(&format!("{}@odd", source.display())).run();
        out.ends(1).says(&[words]);
    }
}

#[test]
fn no_source_is_an_option_or_a_command_of_git() {
    for source in [
        "--upload-pack=touch hacked@v1",
        "-oProxyCommand=touch hacked@v1",
        "ext::sh -c touch% hacked@v1",
        "http://acme.example/pack.git@v1",
        "git://acme.example/pack.git@v1",
        "source@--upload-pack=touch hacked",
        "source@v1:refs/heads/x",
        "source@../../x",
        "https://acme.example/pack.git",
    ] {
        let out = author().args("add --").arg(source).run().ends(1);
        assert_eq!((out.file("hacked"), out.file("rescind.toml")), (None, None), "{source}");
    }
    let program = tagged(author(), "v1");
    let branch = git(&program.path().join("source"), &["symbolic-ref", "--short", "HEAD"]);
    let out = program.args("add").arg(&format!("source@{branch}")).run().ends(1);
    out.says(&["A branch is no fixed version"]);
}

#[test]
fn an_archive_with_a_member_twice_is_refused() {
    for path in ["OLDEST.rhai", "./oldest.rhai", "lib\\common.rhai", "oldest.rhai/x", "lib"] {
        refused("a.zip", zipped(|zip| member(zip, path, b"1")), "`");
        refused("a.tgz", tarred(path.as_bytes(), EntryType::Regular, None), "`");
    }
    refused("a.tgz", tarred(b"oldest.rhai", EntryType::Regular, None), "is there twice");
    refused("a.zip", doubled(zipped(|zip| member(zip, "oldest.rhax", b"1"))), "is there twice");
}

/// A zip in which the last member has the name of another, which no writer writes.
fn doubled(zip: Vec<u8>) -> Vec<u8> {
    let (from, to) = (b"oldest.rhax", b"oldest.rhai");
    let mut zip = zip;
    for at in 0..zip.len() - from.len() {
        if &zip[at..at + from.len()] == from {
            zip[at..at + to.len()].copy_from_slice(to);
        }
    }
    zip
}

#[test]
fn data_in_an_archive_with_a_member_twice_are_refused() {
    let header = crate::program::HEADER;
    for (first, second) in [
        ("Invitations.csv", "INVITATIONS.csv"),
        ("Invitations.csv", "./Invitations.csv"),
        ("x/Invitations.csv", "x\\Invitations.csv"),
        ("Invitations.csv", "Invitations.csv/x.csv"),
    ] {
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        member(&mut zip, first, header.as_bytes());
        member(&mut zip, second, header.as_bytes());
        let zip = zip.finish().unwrap().into_inner();
        let out = Program::new().file("anna.zip", zip).args("limits anna.zip").run().ends(1);
        out.says(&["pack the files anew, each once"]);
    }
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    member(&mut zip, "oldest.rhai", header.as_bytes());
    member(&mut zip, "oldest.rhax", header.as_bytes());
    let zip = doubled(zip.finish().unwrap().into_inner());
    let out = Program::new().file("anna.zip", zip).args("limits anna.zip").run().ends(1);
    out.says(&["is there twice"]);
}

#[test]
fn a_secret_in_an_address_reaches_no_file_and_no_message() {
    for address in [
        "https://ada:s3cret@nowhere.example/a.git@v1",
        "https://s3cret@nowhere.example/a.git@v1",
        "https://nowhere.example/a.git?token=s3cret@v1",
        "ssh://ada:s3cret@nowhere.example/a.git@v1",
        "ada:s3cret@nowhere.example:a.git@v1",
        "http://ada:s3cret@nowhere.example/a.git@v1",
        "https://ada:s3cret@nowhere.example/a.git",
        "https://nowhere.example/a.git@v1?token=s3cret",
        "https://nowhere.example/a.git@v1#s3cret",
        "git@nowhere.example:a.git?s3cret@v1",
    ] {
        let out = Program::new().args("add").arg(address).run().ends(1);
        let out = out.says(&["the address carries", "credential helper"]);
        assert!(
            !format!("{}{}", out.stdout, out.stderr).contains("s3cret"),
            "{address}: {}",
            out.stderr
        );
        assert_eq!((out.file("rescind.toml"), out.file("rescind.lock")), (None, None));
        let url = address.strip_suffix("@v1").unwrap_or(address);
        let settings = format!("# ours\n[packs]\nacme = {{ git = \"{url}\", tag = \"v1\" }}\n");
        let out = Program::new().file("rescind.toml", settings).args("packs update").run().ends(1);
        assert!(
            !format!("{}{}", out.stdout, out.stderr).contains("s3cret"),
            "{address}: {}",
            out.stderr
        );
    }
    let settings = "data = \"https://ada:s3cret@h/x.zip\"\n";
    let out = Program::new().file("rescind.toml", settings).args("verify").run().ends(1);
    assert!(!out.stderr.contains("s3cret"), "{}", out.stderr);
}
