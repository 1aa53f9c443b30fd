//! First and last names in columns of their own, in the languages of LinkedIn's interface; a first
//! name alone tells nobody apart, and that is said.

use crate::data::{Folder, csv};

fn people(header: &str) -> (String, String) {
    let rows = format!("{header},Date sent\nIvan,Orlov,2026-07-03\nIvan,Morozov,2026-07-04\n");
    let folder = Folder::new().file("people.csv", rows);
    let read = folder.clean("people.csv");
    (csv(&read, "person"), folder.findings(&read))
}

#[test]
fn parts_of_names_are_known_in_every_language() {
    for header in [
        "Имя,Фамилия",
        "이름,성",
        "Jméno,Příjmení",
        "Křestní jméno,Příjmení",
        "Keresztnév,Vezetéknév",
        "Etunimi,Sukunimi",
        "Fornavn,Efternavn",
        "Prenume,Nume",
        "Ім'я,Прізвище",
        "Όνομα,Επώνυμο",
        "שם פרטי,שם משפחה",
        "الاسم الأول,اسم العائلة",
        "名字,姓氏",
        "Nama depan,Nama belakang",
        "Tên,Họ",
        "ชื่อ,นามสกุล",
        "नाम,उपनाम",
        "نام,نام خانوادگی",
    ] {
        let (persons, remarks) = people(header);
        assert_eq!(persons, "person\nname:ivan orlov\nname:ivan morozov\n", "{header}: {remarks}");
        assert!(!remarks.contains("first-names"), "{remarks}");
    }
}

#[test]
fn first_names_alone_are_said() {
    let (_, remarks) = people("Имя,Компания");
    let expected = "column `Имя`: all 2 name(s) are one word";
    assert!(remarks.contains(expected), "{remarks}");
    let rows = "Name,Date sent\n山田太郎,2026-07-03\n鈴木花子,2026-07-04\n";
    let folder = Folder::new().file("people.csv", rows);
    let remarks = folder.findings(&folder.clean("people.csv"));
    assert!(!remarks.contains("first-names"), "{remarks}");
}
