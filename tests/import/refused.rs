//! Bad input: nothing panics, and everything names its culprit.

use crate::data::{self, Folder, NAMES, URLS, csv, sent, sent_to, zip};
use crate::effort;
use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn zips_that_are_none_or_not_whole_are_named() {
    let good =
        zip(&[("Invitations.csv", &format!("{NAMES}{}", sent_to("Ada", "11/1/26, 9:00 AM")))]);
    let mut encrypted = good.clone();
    // The flag of encryption: bit 0 of the flags in the local and the central header.
    let central = encrypted.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    encrypted[6] |= 1;
    encrypted[central + 8] |= 1;
    let folder = Folder::new()
        .file("text.zip", "From,To\n")
        .file("half.zip", &good[..good.len() / 2])
        .file("locked.zip", encrypted)
        .zip("nested.zip", &[("inner.zip", "PK")])
        .zip("useless.zip", &[("a.txt", "hello\nworld\n"), ("b.html", "<p>")])
        .file("book.xlsx", &good);
    let errors = ["text.zip", "half.zip", "locked.zip", "nested.zip", "useless.zip", "book.xlsx"];
    let errors: Vec<String> = errors
        .iter()
        .map(|name| {
            let error = folder.error(name);
            error
                .lines()
                .filter(|line| !line.starts_with("known headers"))
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    insta::assert_snapshot!(errors.join("\n\n"), @r#"
    DIR/text.zip: not a zip
    help: download it again, or name the folder that it was unpacked to

    DIR/half.zip: a damaged or truncated zip (invalid Zip archive: Could not find EOCD)
    help: download it again

    DIR/locked.zip: the member `Invitations.csv` is encrypted
    help: unpack it with its password, then name the folder

    DIR/nested.zip: no invitations, connections or other known table in it
    help: a zip inside a zip is not opened: unpack the outer one
    DIR/nested.zip/inner.zip: not read within a zip; unpack the zip
    found: inner.zip

    DIR/useless.zip: no invitations, connections or other known table in it
    help: found: a.txt, b.html

    DIR/book.xlsx: cannot be read as a workbook: it is none of the kinds that are read
    help: open it, and save its table as CSV in UTF-8
    "#);
}

#[test]
fn a_member_that_leads_out_and_a_bomb_are_refused() {
    let folder = Folder::new()
        .zip("out.zip", &[("../../Invitations.csv", NAMES)])
        .zip("bomb.zip", &[("Invitations.csv", &"\n".repeat(20 << 20))]);
    assert!(folder.error("out.zip").contains("the member `../../Invitations.csv` leads out"));
    assert!(
        folder
            .error("bomb.zip")
            .contains("too large to be read safely: `Invitations.csv` unpacks to")
    );
}

#[test]
fn files_and_folders_without_data_are_named() {
    let folder = Folder::new()
        .file("Invitations.csv", NAMES)
        .file("empty.csv", "")
        .file("other.csv", "From,To,Sent,Direktion\na,b,c,d\n")
        .file("twice.csv", "Name,Tags,tags\na,b,c\n")
        .file("binary.csv", b"\0\0a\0b\x01\0\0")
        .file("bare/readme.md", "x")
        .file("bare/skills.csv", "School,Degree\nX,Y\n")
        .file(
            "Connections.csv",
            "First Name,Last Name,Company,Position,Connected On\nA,B,C,D,08 Nov 2026\n",
        );
    let names = [
        "Invitations.csv",
        "empty.csv",
        "other.csv",
        "twice.csv",
        "binary.csv",
        "bare",
        "Invitation.csv",
        "https://x.org/a.csv",
        "Connections.csv",
    ];
    let errors: Vec<String> = names
        .iter()
        .map(|name| {
            let error = if name.contains("://") {
                data::import_error(name.as_ref()).to_string()
            } else {
                folder.error(name)
            };
            let lines = error.lines().filter(|line| !line.starts_with("known headers"));
            lines.collect::<Vec<_>>().join("\n")
        })
        .collect();
    insta::assert_snapshot!(errors.join("\n\n"), @r#"
    DIR/Invitations.csv: a header of LinkedIn's Invitations.csv without rows
    help: export it again; expected at least one row

    DIR/empty.csv: the file is empty
    help: export it again; expected a header and rows

    DIR/other.csv: unknown header `From,To,Sent,Direktion`
    help: nearest: LinkedIn's Invitations.csv (From, To, Sent At, Direction)
    no column names anybody: rename one to `Name`, or to `Profile URL` if it has addresses of profiles; or say in `rescind.toml` what its columns are:
    [sources.other]
    files = "other.csv"
    role = "sheet"
    # name = "From" # texts, such as `a`; or first_name, last_name, company, position, note
    # name = "To" # texts, such as `b`; or first_name, last_name, company, position, note
    # name = "Sent" # texts, such as `c`; or first_name, last_name, company, position, note
    # name = "Direktion" # texts, such as `d`; or first_name, last_name, company, position, note

    DIR/twice.csv: duplicate columns in the header: `Tags`
    help: rename or remove all but one of each

    DIR/binary.csv: binary data, expected CSV in UTF-8
    help: export it as CSV in UTF-8

    DIR/bare: no invitations, connections or other known table in it
    help: found: skills.csv

    DIR/Invitation.csv: no such file or folder
    help: did you mean `DIR/Invitations.csv`?

    https://x.org/a.csv: this is a network address, and nothing is read from the network

    no usable row of invitations
    help: expected invitations: LinkedIn's Invitations.csv, another tool's list of sent requests, or a sheet with dates sent
    DIR/Connections.csv: left out, since nothing says which account it belongs to; name it: --account NAME=DIR/Connections.csv
    "#);
}

#[test]
fn bad_rows_are_left_out_and_of_others_only_the_bad_cell() {
    let text = [
        URLS.to_owned(),
        sent("Ada", "ada", "11/1/26, 9:00 AM", "two\nlines"),
        sent("Ben", "ben", "2/30/26, 9:00 AM", ""),
        sent("Cy", "cy", "11/30/26, 9:00 AM", ""),
        "Anna Berg,Dan\n".into(),
        sent("Eve", "eve", "11/2/26, 9:00 AM", "").replace("OUTGOING", "SIDEWAYS"),
        "Anna Berg,,\"11/2/26, 9:00 AM\",,OUTGOING,,\n".into(),
        sent("Flo", "flo", "11/2/26, 9:00 AM", ""),
    ];
    let mut bytes = text.concat().into_bytes();
    bytes.extend(b"Anna Berg,Zo\xc3\xab Ren\xe9,\"11/2/26, 9:00 AM\",,OUTGOING,,\n");
    let folder = Folder::new().file("anna/Invitations.csv", bytes);
    let read = folder.read("anna").unwrap();
    insta::assert_snapshot!(csv(&read, "person age_days state"), @r#"
    person,age_days,state
    in/ada,21,pending
    in/flo,20,pending
    name:zoë rené,20,pending
    in/ben,,pending
    in/cy,,pending
    "#);
    insta::assert_snapshot!(folder.skipped(&read), @r#"
    DIR/anna/Invitations.csv, row 4, column `Sent At`: `2/30/26, 9:00 AM` is not a date; expected a date such as `1/29/26, 2:37 PM`
    DIR/anna/Invitations.csv, row 5, column `Sent At`: `11/30/26, 9:00 AM` is in the future; expected a date up to 2026-11-23 00:00 UTC
    DIR/anna/Invitations.csv, row 6: a ragged row of 2 cells; expected 7 cells
    DIR/anna/Invitations.csv, row 7, column `Direction`: `SIDEWAYS` is no direction; expected `OUTGOING` or `INCOMING`
    DIR/anna/Invitations.csv, row 8, column `To`: nobody is named; expected a name or a profile
    "#);
}

#[test]
fn without_any_usable_row_the_first_bad_one_is_named() {
    let folder = Folder::new().file("a.csv", format!("{NAMES}{}", sent_to("", "2/20/26, 9:00 AM")));
    insta::assert_snapshot!(folder.error("a.csv"), @r#"
    no usable row of invitations; the first bad one: DIR/a.csv, row 2, column `To`: nobody is named; expected a name or a profile
    help: expected invitations: LinkedIn's Invitations.csv, another tool's list of sent requests, or a sheet with dates sent
    DIR/a.csv was read as invitations: `From` as from, `To` as to, `Sent At` as sent, `Message` as note, `Direction` as direction
    "#);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let rows: String = (0..200)
        .map(|n| sent(&format!("P {}", n % 50), &format!("p{}", n % 90), "11/1/26, 9:00 AM", ""))
        .collect();
    let folder = Folder::new()
        .file("agency/anna/Invitations.csv", format!("{URLS}{rows}"))
        .file("agency/sheet.csv", "Name,Tags\nP 1,a\nP 2,b\n");
    let table = |_| data::table(&folder.read("agency").unwrap().frame.collect().unwrap());
    let first = table(0);
    assert!((1..5).map(table).all(|again| again == first));
}

const HEADERS: &[&str] = &[
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "From,To,Sent At,Message,Direction",
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,\
     FOLDER",
    "profileUrl,sentDate,timestamp",
    "Name,Profile URL,Months",
    "Name,LinkedIn,Date sent,Withdrawn,Tags,Note,Score,Kind,Account",
];

/// Cells that make sense somewhere, and some that make none.
fn cell() -> impl Strategy<Value = String> {
    let known = [
        "",
        "Ada",
        "Ben B",
        "in/ada",
        "https://www.linkedin.com/in/ben",
        "11/1/26, 9:00 AM",
        "2026-10-02",
        "08 Nov 2026",
        "OUTGOING",
        "Sent 2 weeks ago",
        "3",
        "yes",
        "anna",
        "NaN",
        "2/30/26, 1:00 PM",
        "12/24/2030",
    ];
    let known = known.map(String::from).to_vec();
    prop_oneof![4 => prop::sample::select(known), 1 => "\\PC{0,12}", 1 => "[\",;\n\r]{0,4}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(effort::times(40)))]

    #[test]
    fn no_cell_is_too_odd(
        tables in vec((0..HEADERS.len(), vec(cell(), 0..40)), 1..5),
    ) {
        let good = format!("{URLS}{}", sent("Ada", "ada", "11/1/26, 9:00 AM", ""));
        let mut folder = Folder::new().file("anna/Invitations.csv", good);
        for (at, (header, cells)) in tables.iter().enumerate() {
            let header = HEADERS[*header];
            let mut text = format!("{header}\n");
            for row in cells.chunks(header.split(',').count()) {
                let doubled = row.iter().map(|cell| cell.replace('"', "\"\""));
                let quoted = doubled.map(|cell| format!("\"{cell}\""));
                text.push_str(&quoted.collect::<Vec<_>>().join(","));
                text.push('\n');
            }
            folder = folder.file(&format!("anna/{at}.csv"), text);
        }
        let read = folder.read("anna").unwrap();
        let frame = read.frame.collect().unwrap();
        let ids = frame.column("id").unwrap();
        prop_assert_eq!(ids.n_unique().unwrap(), frame.height());
        read.connections.collect().unwrap();
    }

    #[test]
    fn no_zip_is_too_odd(at in 0..200_usize, byte in any::<u8>()) {
        let text = format!("{NAMES}{}", sent_to("Ada", "11/1/26, 9:00 AM"));
        let mut bytes = zip(&[("Invitations.csv", &text)]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let folder = Folder::new().file("a.zip", bytes);
        let _ = folder.read("a.zip");
    }
}

/// A file beside this test.
pub(crate) fn fixture(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/parquet").join(name)
}

#[test]
fn parquet_of_a_type_that_cannot_be_read_is_refused_by_column() {
    for (name, column) in [
        ("decimal.parquet", "`fee` is a decimal of 5 digits, 2 of them after the point"),
        ("byte.parquet", "`messages` is UInt8"),
        ("zone.parquet", "`sent_at` is Timestamp(Microsecond, Some(\"Nowhere/Land\"))"),
        ("half.parquet", "`half` is Float16"),
        ("time.parquet", "`a` is a time of day in seconds or milliseconds"),
    ] {
        let error = data::import_error(&fixture(name)).to_string();
        assert!(error.contains(column), "{error}");
        // So it is where it is all that a folder has.
        let bytes = std::fs::read(fixture(name)).unwrap();
        let alone = Folder::new().file(&format!("d/{name}"), &bytes).error("d");
        assert!(alone.contains(column) && alone.contains("found: "), "{alone}");
        let folder = rescind_data::import::data_folder::folder::DataFolder::of_data(&fixture(""));
        let error = folder.frame(name).err().unwrap().to_string();
        assert!(error.contains(name) && error.contains(column), "{error}");
    }
}

#[test]
fn what_looks_like_a_table_and_is_not_read_is_said() {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(*b"N\0a\0m\0e\0\n\0").collect();
    let folder = Folder::new()
        .file(
            "d/anna/Invitations.csv",
            format!("{URLS}{}", sent("Ada", "ada", "11/1/26, 9:00 AM", "")),
        )
        .file("d/clients.csv", &utf16)
        .file("d/tags.tsv", b"Name\tTags\nAda\t\0vip\n")
        .file("d/clients.xlsx", "PK")
        .file("d/old.xls", "x")
        .file("d/anna/notes.txt", "nothing of a table")
        .zip(
            "d/ben.zip",
            &[
                ("Invitations.csv", &format!("{URLS}{}", sent("Bo", "bo", "11/1/26, 9:00 AM", ""))),
                ("clients.csv", "Name\0,Tags\nBo,vip\n"),
                ("more.xlsx", "PK"),
                ("inner.zip", "PK"),
            ],
        );
    insta::assert_snapshot!(folder.findings(&folder.clean("d")), @r#"
    warn unreadable-file -: DIR/d/ben.zip/clients.csv: binary data, expected CSV in UTF-8
    warn unreadable-file -: DIR/d/ben.zip/inner.zip: not read within a zip
    warn unreadable-file -: DIR/d/ben.zip/more.xlsx: a damaged or truncated zip (invalid Zip archive: Could not find EOCD)
    note empty-file -: DIR/d/clients.csv: a header of a list of people without rows
    warn unreadable-file -: DIR/d/clients.xlsx: a damaged or truncated zip (invalid Zip archive: Could not find EOCD)
    warn unreadable-file -: DIR/d/old.xls: unknown header `x`
    warn unreadable-file -: DIR/d/tags.tsv: binary data, expected CSV in UTF-8
    warn account-mixed -: anna and ben: accounts of one owner, anna-berg, that count apart
    "#);
}

#[test]
fn a_sheets_row_that_names_nobody_is_a_bad_row() {
    let text = "LinkedIn,Name,Date sent\nhttps://example.com/x,,2026-11-01\nin/ada,,2026-11-01\n";
    let folder = Folder::new().file("sheet.csv", text);
    let read = folder.read("sheet.csv").unwrap();
    assert_eq!(csv(&read, "person"), "person\nin/ada\n");
    assert!(folder.skipped(&read).contains("row 2, column `LinkedIn`: nobody is named"));
}

#[test]
fn a_row_that_names_nobody_is_said_and_a_name_of_pictures_is_one() {
    let folder = Folder::new();
    let mut rows = polars::prelude::df!(
        "profile_url" => [
            Some("https://example.com/x"),
            Some("in/"),
            Some("x"),
            None,
            Some("in/ada"),
        ],
        "name" => [None, Some(" "), Some("🚀"), Some("---"), None],
        "age_days" => [5_i64, 5, 7, 8, 9],
    )
    .unwrap();
    let file = std::fs::File::create(folder.path("rows.parquet")).unwrap();
    polars::prelude::ParquetWriter::new(file).finish(&mut rows).unwrap();
    let read = folder.clean("rows.parquet");
    assert_eq!(csv(&read, "person"), "person\nname:🚀\nname:---\nin/ada\n");
    let remarks = read.scan_findings().unwrap();
    assert!(
        remarks[0].message.ends_with("rows.parquet: 2 row(s) that name nobody were left out"),
        "{remarks:?}"
    );
}

#[test]
fn reading_ends_with_its_time() {
    let folder = data::Folder::new().file("a.csv", "Name,Date sent\nAda,2026-11-01\n");
    let over = rescind_runtime::deadline::Bounds {
        time: std::time::Duration::ZERO,
        ..rescind_runtime::deadline::Bounds::default()
    };
    let error = {
        let _within = rescind_runtime::deadline::enter_bounds(&over);
        folder.error("a.csv")
    };
    assert!(error.contains("a.csv: reading it ran out of time"), "{error}");
    folder.clean("a.csv");
}
