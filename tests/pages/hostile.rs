//! Texts from data that want to be more than text.

use crate::chromium::Chromium;
use crate::written_pages::Folder;

const HEADER: &str = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n";

/// What breaks out of elements, attributes, scripts and styles where it can.
const NAMES: [&str; 8] = [
    "<script>document.title = 'taken'</script>",
    "\"\"><img src=x onerror=\"\"document.title='taken'\"\">",
    "' autofocus onfocus='document.title=1' x='",
    "</style></script><h1>taken</h1>",
    "{{ 7 * 7 }} {% raw %}",
    "דנה \u{202e}<b>לוי</b>",
    "javascript:document.title='taken'",
    "&lt;b&gt; `${document.title = 1}` #{x}",
];

#[test]
#[ignore = "needs Chromium"]
fn hostile_names_stay_text() {
    let folder = Folder::new();
    let rows = NAMES.iter().enumerate().map(|(at, name)| {
        let (me, them) = ("https://www.linkedin.com/in/anna", "https://www.linkedin.com/in/x");
        let person = if at % 2 == 0 { format!("{them}-{at}") } else { String::new() };
        format!("Anna,\"{name}\",\"6/5/26, 9:00 AM\",\"{name}\",OUTGOING,{me},{person}\n")
    });
    let account = "a'b&c #1";
    let data = format!("{HEADER}{}", rows.collect::<String>());
    folder.file(&format!("data/{account}/Invitations.csv"), &data);
    folder.file(
        "s.rhai",
        "withdraw(\"</p><script>taken</script>\", |i| i.age_days >= 1, \
         #{ follow_up: \"\\\"><img src=x onerror=alert(1)>\" });",
    );
    let chromium = Chromium::new();
    for (name, command) in [
        ("list.html", "plan s.rhai data --as-of 2026-11-23 --day 1 --save --ledger l.db"),
        ("plan.html", "plan s.rhai data --as-of 2026-11-23 --no-ledger"),
        ("limits.html", "limits data --as-of 2026-11-23 --no-ledger"),
        ("history.html", "history --ledger l.db"),
    ] {
        chromium.open(&folder.page(name, command));
        let count = |selector: &str| {
            chromium.script(&format!("return document.querySelectorAll({selector:?}).length"))
        };
        assert_eq!(count("script"), 1, "{name}");
        assert_eq!(count("style"), 1, "{name}");
        assert_eq!(count("h1"), 1, "{name}");
        assert_eq!(count("img, iframe, object, embed, base, form, b b"), 0, "{name}");
        assert_eq!(count("[onerror], [onfocus], [autofocus], [style]"), 0, "{name}");
        let links = chromium.script(
            "return [...document.links].every((link) => link.protocol === 'https:'
                || link.protocol === 'file:')",
        );
        assert_eq!(links, true, "{name}");
        assert!(!chromium.script("return document.title").as_str().unwrap().contains("taken"));
        assert_eq!(chromium.complaints(), Vec::<String>::new(), "{name}");
    }
    // They are there to be read, as they were written.
    chromium.open(&folder.path("list.html"));
    let shown = chromium.text(".people");
    let parts = [NAMES[0], NAMES[4], "<b>לוי</b>"];
    for part in parts {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    chromium.keys("d");
    assert!(chromium.text("[data-progress]").starts_with("1 of 8"));
}
