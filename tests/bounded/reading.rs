//! Reading that is ended at any moment says so and nothing else, whatever is read, and looks again
//! and again whether it has to end.

use crate::data::{Folder, read, settings};
use crate::written::{Written, xlsx};
use rescind_data::import::data_folder::folder::DataFolder;
use rescind_runtime::deadline::{Bounds, enter_bounds};
use std::cell::Cell;
use std::fmt::Write;

thread_local! {
    /// How often it was asked whether to end.
    static LOOKS: Cell<u64> = const { Cell::new(0) };
}

/// Bounds that are passed at a certain look.
fn ended_at(nth_look: u64) -> Bounds {
    LOOKS.set(0);
    let memory_bytes = || {
        LOOKS.set(LOOKS.get() + 1);
        LOOKS.get()
    };
    Bounds { memory_bytes, memory_bytes_max: nth_look, ..Bounds::default() }
}

const ROWS: usize = 3_000;

/// The same invitations in a file of each format.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let slugs: Vec<String> = (0..ROWS).map(|row| format!("p-{row}")).collect();
    let mut csv = "Profile URL,Date sent\n".to_owned();
    let mut objects = vec![];
    for slug in &slugs {
        writeln!(csv, "https://www.linkedin.com/in/{slug},2026-07-01").unwrap();
        objects.push(format!(
            "{{\"Profile URL\": \"https://www.linkedin.com/in/{slug}\", \"Date sent\": \
             \"2026-07-01\"}}"
        ));
    }
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let sheet = Written {
        header: texts(&["Profile URL", "Date sent"]),
        rows: slugs.iter().map(|slug| texts(&[&format!("in/{slug}"), "2026-07-01"])).collect(),
    };
    vec![
        ("t.json", format!("[{}]", objects.join(",\n")).into_bytes()),
        ("t.ndjson", objects.join("\n").into_bytes()),
        ("t.xlsx", xlsx(&[("All", &sheet)])),
        ("t.zip", crate::data::zip(&[("t.csv", &csv)])),
        ("t.csv", csv.into_bytes()),
    ]
}

#[test]
fn reading_looks_again_and_again_whether_to_end_and_says_that_it_did() {
    for (name, bytes) in files() {
        let folder = Folder::new().file(name, bytes);
        let reading = || read(&[(None, folder.path(name))], &settings()).map(|_| ());
        let whole = ended_at(u64::MAX);
        {
            let _within = enter_bounds(&whole);
            reading().unwrap();
        }
        let looks = LOOKS.get();
        // Twice over the rows at least, each time at every thousandth.
        assert!(looks > 2 * ROWS as u64 / 1024, "{name}: {looks}");
        for nth_look in (0..2).chain([looks / 8, looks / 4, looks / 2]) {
            let bounds = ended_at(nth_look);
            let _within = enter_bounds(&bounds);
            match reading() {
                // How often a query looks depends on how long it takes.
                Ok(()) => assert!(LOOKS.get() <= nth_look, "{name}, {nth_look}: it went on"),
                Err(error) => {
                    let message = error.to_string();
                    assert!(message.ends_with("reading it ran out of memory"), "{name}: {message}");
                }
            }
        }
    }
}

#[test]
fn a_frame_of_a_script_is_read_within_its_bounds() {
    for (name, bytes) in files().into_iter().filter(|(name, _)| *name != "t.zip") {
        let folder = Folder::new().file(name, bytes);
        let reading = || DataFolder::at(&folder.path("")).frame(name).map(|_| ());
        for nth_look in [0, 1] {
            let bounds = ended_at(nth_look);
            let _within = enter_bounds(&bounds);
            let error = reading().unwrap_err();
            assert!(error.to_string().contains("ran out of memory"), "{name}, {nth_look}: {error}");
        }
    }
}
