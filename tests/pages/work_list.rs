//! The work list is carried out: by keys and buttons, over reloads, and into the ledger.

use crate::chromium::Chromium;
use crate::written_pages::{DAY, Folder};
use serde_json::Value;
use std::fs;

const PROGRESS: &str = "[data-progress]";
const SAID: &str = "[data-said]";

fn list(folder: &Folder, strategy: &str) -> std::path::PathBuf {
    let command = format!("plan @/scripts/{strategy}.rhai DATA --save --day 1 --ledger l.db");
    folder.sample(&format!("{strategy}.html"), &command)
}

/// The name under which the page saves its progress.
fn file_name(page: &std::path::Path) -> String {
    let text = fs::read_to_string(page).unwrap();
    let plan = text.split_once("data-plan=\"").unwrap().1;
    format!("rescind-{DAY}-{}.json", &plan[..8])
}

fn states(chromium: &Chromium) -> Vec<Option<String>> {
    let states = chromium.script(
        "return [...document.querySelectorAll('.person')].map((one) => one.dataset.state ?? null)",
    );
    serde_json::from_value(states).unwrap()
}

#[test]
#[ignore = "needs Chromium"]
fn keys_mark_and_take_back_and_all_survives_a_reload() {
    let folder = Folder::new();
    let chromium = Chromium::new();
    chromium.open(&list(&folder, "second-chance"));
    assert_eq!(chromium.text(PROGRESS), "0 of 30 dealt with");
    chromium.keys("dnasd");
    assert_eq!(chromium.text(PROGRESS), "5 of 30 dealt with");
    chromium.keys("u");
    assert_eq!(chromium.text(PROGRESS), "4 of 30 dealt with");
    // Down, up, and done where one is.
    chromium.keys("jjkd");
    let marked = states(&chromium);
    let expected = ["done", "not-found", "accepted", "skipped"].map(|state| Some(state.to_owned()));
    assert_eq!(marked[..4], expected);
    assert_eq!(marked[4..7], [None, Some("done".into()), None]);
    chromium.reload();
    assert_eq!(states(&chromium), marked);
    assert_eq!(chromium.text("[data-counts]"), "2 done · 1 not found · 1 accepted · 1 skipped");
    // Who is marked is not marked again.
    chromium.script("document.querySelector('[data-mark=done]').click()");
    assert_eq!(states(&chromium), marked);
    chromium.click(".person[data-state=skipped] [data-unmark]");
    assert_eq!(chromium.text(PROGRESS), "4 of 30 dealt with");
    chromium.click("[data-undo]");
    assert_eq!(states(&chromium)[5], None);
    // Without keys, none acts.
    chromium.script("document.querySelector('.how').open = true");
    chromium.click("[data-keys]");
    chromium.keys("ddd");
    assert_eq!(chromium.text(PROGRESS), "3 of 30 dealt with");
    assert_eq!(chromium.complaints(), Vec::<String>::new());
}

#[test]
#[ignore = "needs Chromium"]
fn what_is_saved_is_recorded_once() {
    let folder = Folder::new();
    let page = list(&folder, "second-chance");
    let chromium = Chromium::new();
    chromium.open(&page);
    chromium.keys("ddnas");
    chromium.click("[data-save]");
    let name = file_name(&page);
    let saved = chromium.downloaded(&name);
    assert!(chromium.text(SAID).contains(&format!("rescind done {name}")));
    let document: Value = serde_json::from_str(&fs::read_to_string(&saved).unwrap()).unwrap();
    assert_eq!(document["rows"].as_array().unwrap().len(), 5);
    let done = format!("done {} --ledger l.db", saved.display());
    let recorded = folder.run(&format!("{done} --on {DAY}"));
    let printed = String::from_utf8_lossy(&recorded.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&recorded.stderr).into_owned();
    assert!(printed.contains("2 withdrawn, 1 not found, 1"), "{printed}{complaints}");
    assert!(printed.contains("26 rows of the plan"), "{printed}");
    assert!(complaints.contains("1 row skipped"), "{complaints}");
    let again = folder.run(&format!("{done} --on {DAY}"));
    assert!(String::from_utf8_lossy(&again.stdout).contains("nothing new"));
    // On another device it goes on from the file.
    chromium.script("localStorage.clear()");
    chromium.reload();
    assert_eq!(chromium.text(PROGRESS), "0 of 30 dealt with");
    chromium.give("[data-load]", &saved.display().to_string());
    chromium.awaited("setTimeout(arguments[0], 500)");
    assert_eq!(chromium.text(PROGRESS), "5 of 30 dealt with");
    assert!(chromium.text(SAID).starts_with("5 taken from rescind-"));
}

#[test]
#[ignore = "needs Chromium"]
fn plans_are_never_mixed() {
    let folder = Folder::new();
    let (one, other) = (list(&folder, "second-chance"), list(&folder, "oldest-first"));
    let chromium = Chromium::new();
    chromium.open(&one);
    chromium.keys("dd");
    chromium.click("[data-save]");
    let saved = chromium.downloaded(&file_name(&one));
    chromium.open(&other);
    assert!(chromium.text(PROGRESS).starts_with("0 of "), "{}", chromium.text(PROGRESS));
    chromium.give("[data-load]", &saved.display().to_string());
    chromium.awaited("setTimeout(arguments[0], 500)");
    assert!(chromium.text(SAID).contains("another plan or day"));
    assert!(chromium.text(PROGRESS).starts_with("0 of "));
    // What does not belong there is not read from the browser either.
    let nonsense = r#"[{"account":"nobody","rank":1,"state":"done","on":"2026-11-23"},
        {"account":"anna","rank":1,"state":"constructor","on":"2026-11-23"},
        {"account":"anna","rank":1,"state":"done","on":"2026-11-23"},
        {"account":"anna","rank":1,"state":"accepted","on":"2026-11-23"}, null, 7]"#;
    let script = format!(
        "const {{ plan, day }} = document.body.dataset;
         localStorage.setItem(`rescind/${{plan}}/${{day}}`, `{nonsense}`)"
    );
    chromium.script(&script);
    chromium.reload();
    assert!(chromium.text(PROGRESS).starts_with("1 of "), "{}", chromium.text(PROGRESS));
    chromium.open(&one);
    assert_eq!(chromium.text(PROGRESS), "2 of 30 dealt with");
}

#[test]
#[ignore = "needs Chromium"]
fn a_profile_opens_in_a_tab_of_its_own_and_whoever_has_none_is_among_the_sent() {
    let folder = Folder::new();
    let chromium = Chromium::new();
    chromium.open(&list(&folder, "second-chance"));
    let links = chromium.script(
        "return [...document.querySelectorAll('.person')].every((person) => {
            const link = person.querySelector('.who a');
            return link.target === '_blank' && link.relList.contains('noopener')
                && link.href.startsWith('https://www.linkedin.com/');
         })",
    );
    assert_eq!(links, true);
    let with_hint = chromium.seen(".person .hint");
    let without_link = chromium.seen(".person .name bdi");
    assert!(with_hint > 0 && with_hint == without_link, "{with_hint}, {without_link}");
}
