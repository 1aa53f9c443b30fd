//! The part of `docs/DATA.md` that is written from the descriptions of tables.

use rescind_data::finding::FindingCode;
use rescind_data::import::Descriptions;
use rescind_data::import::sources::description::{Description, KEYS};
use rescind_data::import::sources::field::{FIELDS, names_of};
use rescind_data::import::sources::role::Role;
use rescind_data::import::words::status::Status;
use std::fmt::Write;
use std::path::Path;

const BEGIN: &str = "<!-- written from the descriptions: begin -->\n";
const END: &str = "<!-- written from the descriptions: end -->\n";

#[test]
fn data_md_has_every_description_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/DATA.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let expected = described(&Descriptions::with(vec![]));
    if written != expected {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("DATA.md");
        std::fs::write(&fresh, [before, BEGIN, &expected, END, after].concat()).unwrap();
        assert_eq!(written, expected, "cp {} docs/DATA.md", fresh.display());
    }
}

fn described(known: &Descriptions) -> String {
    let mut text = String::from("\n| Source | Role | Known by the columns |\n|---|---|---|\n");
    let named = known.descriptions().iter().filter(|described| !described.requires.is_empty());
    for described in named {
        let requires = described.requires.join(", ");
        let role = described.role.name();
        writeln!(text, "| `{}`: {} | {role} | {requires} |", described.name, described.about)
            .unwrap();
    }
    text.push_str("\nIn all other tables these spellings are known:\n");
    text.push_str("\n| Field | What it tells | Spellings |\n|---|---|---|\n");
    let sheet: &Description = known.sheet().unwrap();
    for (field, spellings) in &sheet.columns {
        writeln!(text, "| `{}` | {} | {} |", field.name, field.meaning, spellings.join(", "))
            .unwrap();
    }
    text.push_str("\nKeys of a description beside its fields:\n");
    text.push_str("\n| Key | What it says |\n|---|---|\n");
    for (key, meaning) in KEYS {
        writeln!(text, "| `{key}` | {meaning} |").unwrap();
    }
    text.push_str("\nFields by role:\n\n| Role | Fields |\n|---|---|\n");
    for role in Role::ALL {
        let fields: Vec<String> = names_of(role).iter().map(|name| format!("`{name}`")).collect();
        let fields = if fields.is_empty() {
            "the columns of `invitations`".into()
        } else {
            fields.join(", ")
        };
        writeln!(text, "| `{}` | {fields} |", role.name()).unwrap();
    }
    text.push_str("\nFields that are no columns of people's sheets:\n");
    text.push_str("\n| Field | What it tells |\n|---|---|\n");
    let others = FIELDS.iter().filter(|field| !field.roles.contains(&Role::Sheet));
    for field in others {
        writeln!(text, "| `{}` | {} |", field.name, field.meaning).unwrap();
    }
    text.push_str("\nWords of a status column:\n\n| State | Words |\n|---|---|\n");
    for status in Status::ALL {
        writeln!(
            text,
            "| `{}` | {} |",
            status.name(),
            status.words().collect::<Vec<_>>().join(", ")
        )
        .unwrap();
    }
    text.push_str("\nWhat there may be to say, of data and of plans (`*`: ");
    text.push_str("an error with `--strict`):\n");
    text.push_str("\n| Finding | When it is said |\n|---|---|\n");
    for code in FindingCode::NAMED {
        let mark = if code.is_lost_data() { " `*`" } else { "" };
        writeln!(text, "| `{code}`{mark} | {} |", code.meaning()).unwrap();
    }
    text.push('\n');
    text
}
