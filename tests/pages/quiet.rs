//! A page asks nobody for anything, has nothing to complain of, and is read without its script.

use crate::chromium::Chromium;
use crate::written_pages::Folder;
use serde_json::json;
use std::fs;

#[test]
#[ignore = "needs Chromium"]
fn nothing_is_asked_for_but_the_file_itself() {
    let folder = Folder::new();
    let chromium = Chromium::new();
    for page in folder.every() {
        chromium.asked();
        chromium.open(&page);
        let expected = format!("file://{}", page.display());
        for address in chromium.asked() {
            let is_meant = address == expected || address.starts_with("data:");
            assert!(is_meant, "{}: {address}", page.display());
        }
        assert_eq!(chromium.complaints(), Vec::<String>::new(), "{}", page.display());
    }
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_whose_script_was_changed_runs_none_of_it() {
    let folder = Folder::new();
    let page = folder.sample("list.html", "plan @/scripts/second-chance.rhai DATA --day 1");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replace("\"use strict\";", "\"use strict\"; alert(1);")).unwrap();
    let chromium = Chromium::new();
    chromium.open(&page);
    let is_scripted = "return document.body.classList.contains('scripted')";
    assert_eq!(chromium.script(is_scripted), false);
    let complaints = chromium.complaints().join("\n");
    assert!(complaints.contains("Content Security Policy"), "{complaints}");
}

#[test]
#[ignore = "needs Chromium"]
fn a_list_is_read_and_ticked_on_paper_without_scripts() {
    let folder = Folder::new();
    let page = folder.sample("list.html", "plan @/scripts/second-chance.rhai DATA --day 1");
    let chromium = Chromium::new();
    chromium.command("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    chromium.open(&page);
    assert_eq!(chromium.seen(".person .name"), 30);
    assert_eq!(chromium.seen(".person .box"), 30);
    assert_eq!(chromium.seen("button"), 0);
    assert_eq!(chromium.seen(".unscripted"), 1);
}

#[test]
#[ignore = "needs Chromium"]
fn what_is_printed_has_addresses_and_boxes_and_no_buttons() {
    let folder = Folder::new();
    let page = folder.sample("list.html", "plan @/scripts/second-chance.rhai DATA --day 1");
    let chromium = Chromium::new();
    chromium.open(&page);
    chromium.command("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    assert_eq!(chromium.seen("button"), 0);
    assert_eq!(chromium.seen(".person .box"), 30);
    let after = "return getComputedStyle(document.querySelector('.name a'), '::after').content";
    assert!(chromium.script(after).as_str().unwrap().contains("https://www.linkedin.com/in/"));
}
