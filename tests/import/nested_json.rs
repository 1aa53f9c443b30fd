//! Lists within objects of JSON: each list is a table, whatever lies around it.

use crate::data::{Folder, csv};

fn person(name: &str) -> String {
    let slug = name.to_lowercase().replace(' ', "-");
    format!(r#"{{"name": "{name}", "slug": "{slug}", "sentAt": "2026-10-02"}}"#)
}

/// Names and states, and what is said.
fn states(json: &str) -> (Vec<String>, String) {
    let folder = Folder::new().file("anna.json", json);
    let read = folder.read("anna.json").unwrap();
    let rows = csv(&read, "name state");
    let mut rows: Vec<String> = rows.lines().skip(1).map(String::from).collect();
    rows.sort();
    (rows, folder.findings(&read))
}

#[test]
fn each_list_is_of_the_state_that_it_is_called() {
    let (ada, ben, cy) = (person("Ada Berg"), person("Ben Cole"), person("Cy Dorn"));
    for json in [
        format!(r#"{{"accepted": [{ada}], "pending": [{ben}], "declined": [{cy}], "total": 3}}"#),
        format!(
            r#"{{"data": {{"accepted": {{"items": [{ada}], "next": null}},
                "pending": {{"items": [{ben}]}}, "declined": {{"items": [{cy}]}}}}}}"#
        ),
    ] {
        let (rows, remarks) = states(&json);
        let expected = ["Ada Berg,accepted", "Ben Cole,pending", "Cy Dorn,declined"];
        assert_eq!(rows, expected, "{remarks}");
        assert!(
            remarks.contains("its 1 row(s) are taken for `") && remarks.contains("accepted"),
            "{remarks}"
        );
        assert!(!remarks.contains("is not understood"), "{remarks}");
    }
    let (rows, remarks) = states(&format!(r#"{{"accepted": [{ada}]}}"#));
    assert_eq!(rows, ["Ada Berg,accepted"], "{remarks}");
}

#[test]
fn a_name_that_is_no_state_is_said() {
    let (ada, ben) = (person("Ada Berg"), person("Ben Cole"));
    let (rows, remarks) = states(&format!(r#"{{"batch_a": [{ada}], "batch_b": [{ben}]}}"#));
    assert_eq!(rows, ["Ada Berg,pending", "Ben Cole,pending"], "{remarks}");
    assert!(remarks.contains("not understood: `batch_a`, `batch_b`"), "{remarks}");
}

#[test]
fn envelopes_and_pages_are_opened_and_what_is_not_read_is_named() {
    let (ada, ben) = (person("Ada Berg"), person("Ben Cole"));
    let both = ["Ada Berg,pending", "Ben Cole,pending"];
    let page = |list: &str| {
        format!(
            r#"{{"status": "ok", "elements": [{list}], "paging": {{"start": 0, "links": []}}}}"#
        )
    };
    for json in [
        page(&format!("{ada}, {ben}")),
        format!("[{}, {}]", page(&ada), page(&ben)),
        format!("{}\n{}\n", page(&ada), page(&ben)),
    ] {
        let (rows, remarks) = states(&json);
        assert_eq!(rows, both, "{json}\n{remarks}");
        assert!(!remarks.contains("unknown-words"), "{remarks}");
    }
    let json = format!(r#"{{"data": [{ada}, {ben}], "errors": [{{"code": 4}}]}}"#);
    let (rows, remarks) = states(&json);
    assert_eq!(rows, both, "{remarks}");
    assert!(remarks.contains("the list `errors` is not read"), "{remarks}");
}

#[test]
fn the_account_around_a_list_is_that_of_its_rows() {
    let (ada, ben) = (person("Ada Berg"), person("Ben Cole"));
    let of = |account: &str, list: &str| {
        format!(r#"{{"account": "{account}", "page": 1, "pending": [{list}]}}"#)
    };
    let json = format!("[{}, {}]", of("lea", &ada), of("tom", &ben));
    let folder = Folder::new().file("sent.json", json);
    let read = folder.read("sent.json").unwrap();
    assert_eq!(csv(&read, "account name"), "account,name\nlea,Ada Berg\ntom,Ben Cole\n");
}

#[test]
fn invitations_within_their_persons_are_theirs() {
    let json = r#"[
        {"name": "Ada Berg", "slug": "ada-berg", "status": "vip", "invitations": [
            {"sentAt": "2026-07-03", "status": "withdrawn"},
            {"sentAt": "2026-10-03", "status": "pending"}]},
        {"name": "Ben Cole", "slug": "ben-cole", "invitations": [
            {"sentAt": "2026-10-04", "status": "accepted"}]}]"#;
    let folder = Folder::new().file("anna.json", json);
    let read = folder.read("anna.json").unwrap();
    let rows = csv(&read, "name state").replace("name,state\n", "");
    assert_eq!(rows, "Ada Berg,withdrawn\nAda Berg,pending\nBen Cole,accepted\n");
}

#[test]
fn the_slug_within_a_person_is_their_profile_and_a_users_may_be_the_owners() {
    let invited = |who: &str, slug: &str, name: &str| {
        format!(
            r#"{{"{who}": {{"publicIdentifier": "{slug}", "firstName": "{name}",
                "lastName": "Berg"}}, "sentTime": 1788134400000, "state": "PENDING"}}"#
        )
    };
    for (who, expected) in [
        ("invitee", ["in/a-one", "in/b-two"]),
        ("recipient", ["in/a-one", "in/b-two"]),
        ("user", ["name:ada berg", "name:ben berg"]),
    ] {
        let (ada, ben) = (invited(who, "a-one", "Ada"), invited(who, "b-two", "Ben"));
        let json = format!(r#"{{"invitations": [{ada}, {ben}]}}"#);
        let folder = Folder::new().file("anna.json", &json);
        let rows = csv(&folder.read("anna.json").unwrap(), "person");
        let mut people: Vec<&str> = rows.lines().skip(1).collect();
        people.sort_unstable();
        assert_eq!(people, expected, "{who}");
    }
}

#[test]
fn tables_in_other_layouts_are_read() {
    let told = |content: &str| {
        let folder = Folder::new().file("anna.json", content);
        let read = folder.read("anna.json").unwrap();
        let rows = csv(&read, "person name state");
        (rows.split_once('\n').unwrap().1.to_owned(), folder.findings(&read))
    };
    let url = "https://www.linkedin.com/in";
    for content in [
        format!(
            r#"{{"{url}/una-ek": {{"name": "Una Ek", "sent": "2026-09-01", "status": "pending"}},
            "{url}/ivo-dahl": {{"name": "Ivo Dahl", "sent": "2026-09-02", "status": "accepted"}}}}"#
        ),
        r#"{"una-ek": {"name": "Una Ek", "sent_at": "2026-09-01", "status": "pending"},
            "ivo-dahl": {"name": "Ivo Dahl", "sent_at": "2026-09-02", "status": "accepted"}}"#
            .to_owned(),
        format!(
            r#"{{"columns": ["name", "linkedin", "sent_at", "status"], "index": [0, 1],
            "data": [["Una Ek", "{url}/una-ek", "2026-09-01", "pending"],
            ["Ivo Dahl", "{url}/ivo-dahl", "2026-09-02", "accepted"]]}}"#
        ),
        format!(
            r#"{{"name": {{"0": "Una Ek", "1": "Ivo Dahl"}},
            "linkedin": {{"0": "{url}/una-ek", "1": "{url}/ivo-dahl"}},
            "sent_at": {{"0": "2026-09-01", "1": "2026-09-02"}},
            "status": {{"0": "pending", "1": "accepted"}}}}"#
        ),
        format!(
            r#"[{{"name": "Una Ek", "linkedin": "{url}/una-ek", "Status": "pending",
            "sent_at": {{"$date": {{"$numberLong": "1788220800000"}}}}}},
            {{"name": "Ivo Dahl", "linkedin": "{url}/ivo-dahl", "status": "accepted",
            "sent_at": {{"$date": {{"$numberLong": "1788307200000"}}}}}}]"#
        ),
    ] {
        let (rows, remarks) = told(&content);
        let expected = "in/una-ek,Una Ek,pending\nin/ivo-dahl,Ivo Dahl,accepted\n";
        assert_eq!(rows, expected, "{content}\n{remarks}");
    }
}

#[test]
fn lists_and_texts_with_outcomes_in_cells_are_said() {
    for cell in [
        r#""history": [["sent", "2026-09-02"], ["accepted", "2026-09-05"]]"#,
        r#""meta": "{\"status\": \"accepted\"}""#,
    ] {
        let content = format!(
            r#"[{{"name": "Una Ek", "linkedin": "in/una-ek", "sent_at": "2026-09-02", {cell}}}]"#
        );
        let folder = Folder::new().file("anna.json", content);
        let remarks = folder.findings(&folder.read("anna.json").unwrap());
        assert!(
            remarks.contains("lists or objects with a word for an outcome"),
            "{cell}\n{remarks}"
        );
    }
}
