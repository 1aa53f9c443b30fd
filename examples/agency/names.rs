//! Names of people who do not exist: first names with surnames put together from parts.

use crate::rng::Rng;

/// Names that go together. A surname is a stem and an ending.
struct Culture {
    first: &'static [&'static str],
    stems: &'static [&'static str],
    endings: &'static [&'static str],
}

const LATIN: &[Culture] = &[
    Culture {
        first: &["Solvei", "Eirik", "Tuva", "Halvard", "Ragnhild", "Åsmund", "Synnøve", "Torleif"],
        stems: &["Fjell", "Ask", "Gran", "Stor", "Elve", "Bjørk", "Rev", "Høy", "Tind", "Lyng"],
        endings: &["vikmo", "hjemsen", "dalstad", "holtrud", "markeng", "skogli", "nesvåg"],
    },
    Culture {
        first: &["Marloes", "Sjoerd", "Fenna", "Wessel", "Hidde", "Jorinde", "Aafke", "Rembert"],
        stems: &["Hoog", "Veld", "Rietd", "Zand", "Koren", "Wilg", "Molen", "Haver", "Linde"],
        endings: &["meerik", "brandsma", "huyzen", "kampers", "waarder", "sloothuis", "terpstein"],
    },
    Culture {
        first: &["Jürgen", "Gesine", "Ruprecht", "Annegret", "Volkmar", "Friederike", "Götz"],
        stems: &["Eber", "Kalten", "Morgen", "Roß", "Wester", "Ahorn", "Silber", "Grün", "Dorn"],
        endings: &["stettler", "brunnhuber", "mühlner", "feldkamp", "hofinger", "bacherl"],
    },
    Culture {
        first: &["Ximena", "Íñigo", "Casilda", "Evaristo", "Marisol", "Leocadio", "Begoña"],
        stems: &["Valde", "Monte", "Torre", "Campo", "Villa", "Font", "Piedra", "Sala", "Roble"],
        endings: &["moreda", "frías", "luengo", "redondal", "secano", "quejada", "nuño"],
    },
    Culture {
        first: &["Folasade", "Chidubem", "Temiloluwa", "Obiageli", "Kelechi", "Abisola", "Ikenna"],
        stems: &["Ade", "Olu", "Chukwu", "Oko", "Ezen", "Aki", "Bala", "Ogun", "Nwa"],
        endings: &["temire", "wolabi", "kanayo", "nwosuka", "dimfe", "biyiola", "ronkeji"],
    },
    Culture {
        first: &["Zbigniew", "Bożena", "Wiesława", "Kazimierz", "Jagoda", "Mścisław", "Halszka"],
        stems: &["Wierz", "Kamień", "Lipow", "Jawor", "Złoto", "Brzoz", "Dąbr", "Such", "Gołęb"],
        endings: &["bowczyk", "nicki", "arski", "ogórzak", "iecki", "owiecz", "akowicz"],
    },
    Culture {
        first: &["Meenakshi", "Raghavan", "Ishwarya", "Tejaswini", "Harishankar", "Vaidehi"],
        stems: &["Chandra", "Rama", "Sundara", "Vijaya", "Loka", "Jaya", "Megha", "Nila", "Surya"],
        endings: &["natharan", "bhaskaram", "murthan", "venkatan", "pillaiyar", "raghunan"],
    },
    Culture {
        first: &["Yukiko", "Takehiro", "Sayuri", "Masanobu", "Chizuru", "Hideyoshi", "Kaede"],
        stems: &["Asa", "Kuro", "Nishi", "Tomi", "Haya", "Shira", "Mori", "Kawa", "Tsuki"],
        endings: &["mizuno", "sakigawa", "tsuruta", "yanaguchi", "hagemori", "nobeyama"],
    },
    Culture {
        first: &["Aoife", "Fergal", "Sorcha", "Diarmuid", "Gráinne", "Lorcan", "Bláthnaid"],
        stems: &["Mac Giolla", "Ó Donn", "Ní Bhrein", "Mac Conn", "Ó Faol", "Ó Riag", "Mac Eoin"],
        endings: &["agáin", "achra", "astair", "eadha", "ubhne", "úrsan", "orraigh"],
    },
    Culture {
        first: &["Nilüfer", "Tarkan", "Gülbahar", "Orhun", "Şebnem", "Kıvanç", "Berfin"],
        stems: &["Kara", "Demir", "Ak", "Gök", "Taş", "Yıldız", "Bal", "Sarı", "Çam"],
        endings: &["doğanlı", "kayaer", "soylular", "tepeci", "oğulcan", "bulutay", "dereli"],
    },
];

const OTHER_SCRIPTS: &[Culture] = &[
    Culture {
        first: &["ליאור", "תמר", "עידו", "נגה", "אביגיל"],
        stems: &["אלון", "כרמל", "שקד", "רימון", "ברוש"],
        endings: &["זהבי", "ניצני", "סלעי", "גפני"],
    },
    Culture {
        first: &["ياسمين", "طارق", "ليلى", "سامر", "هالة"],
        stems: &["الزيتون", "النخيل", "الياقوت", "المرجان"],
        endings: &["ي", "اوي", "اني"],
    },
    Culture {
        first: &["Θεοδώρα", "Ευάγγελος", "Κλειώ", "Ορέστης"],
        stems: &["Καστανο", "Πετρο", "Λεμονο", "Αλωνο"],
        endings: &["πουλάκης", "γιαννάτος", "δημάκος"],
    },
    Culture {
        first: &["Злата", "Мирослав", "Оксана", "Тарас"],
        stems: &["Верб", "Калин", "Дубрав", "Ясен"],
        endings: &["овченко", "ивчук", "енюк"],
    },
    Culture {
        first: &["雨桐", "子轩", "思远", "若汐"],
        stems: &["欧阳", "司徒", "慕容", "上官"],
        endings: &["", "林", "云"],
    },
];

/// What some people put behind their name.
const FLOURISHES: &[&str] =
    &[", PhD", " 🚀", ", MBA", " ✨", " 🇳🇬", ", PMP®", " 👩🏽‍💻", ", Ph.D.", " (She/Her)", " 🌱"];

/// A first name, a surname, and what follows them (mostly nothing).
pub(crate) fn name(rng: &mut Rng) -> (String, String, String) {
    let cultures = if rng.chance(5) { OTHER_SCRIPTS } else { LATIN };
    let culture = rng.pick(cultures);
    let first = (*rng.pick(culture.first)).to_owned();
    let last = format!("{}{}", rng.pick(culture.stems), rng.pick(culture.endings));
    let flourish = if rng.chance(6) { *rng.pick(FLOURISHES) } else { "" };
    (first, last, flourish.to_owned())
}

const COMPANY_STEMS: &[&str] = &[
    "Quillmoor",
    "Fennhaven",
    "Brackwater",
    "Larkspindle",
    "Ostravine",
    "Tarnfield",
    "Umberwick",
    "Hollowreed",
    "Nimbuskeel",
    "Pellgrove",
    "Saltmarch",
    "Wexcombe",
    "Yarrowgate",
    "Zephyrlune",
    "Corvidale",
    "Mossbridge",
    "Kestrelyn",
    "Drumlinfold",
    "Aldermeade",
    "Glasswren",
];
const COMPANY_ENDINGS: &[&str] =
    &["Analytics", "Freight", "Studios", "Health", "Ledgers", "Foods, Inc.", "Robotics", "Media"];

/// The companies that the agency wants to reach: those that come up more often.
pub(crate) fn targets() -> Vec<String> {
    let stems = COMPANY_STEMS[..5].iter();
    stems
        .flat_map(|stem| COMPANY_ENDINGS[..2].iter().map(move |end| format!("{stem} {end}")))
        .collect()
}

/// A company that does not exist; a few come up more often.
pub(crate) fn company(rng: &mut Rng) -> String {
    let stems = if rng.chance(35) { &COMPANY_STEMS[..5] } else { COMPANY_STEMS };
    let endings = if rng.chance(60) { &COMPANY_ENDINGS[..2] } else { COMPANY_ENDINGS };
    format!("{} {}", rng.pick(stems), rng.pick(endings))
}

const POSITIONS: &[&str] = &[
    "Head of Marketing",
    "Founder",
    "Chief Operating Officer",
    "Product Manager",
    "Sales Director",
    "Marketing Manager",
    "Founder & CEO",
    "VP Growth",
    "Operations Lead",
    "Recruiter",
    "Talent Acquisition Partner",
    "Student",
    "Software Engineer",
    "Investor",
    "Chief of Staff",
    "Procurement Manager",
    "Freelance Designer",
    "Brand Manager",
    "Data Analyst",
    "Intern",
];

/// What somebody does.
pub(crate) fn position(rng: &mut Rng) -> String {
    (*rng.pick(POSITIONS)).to_owned()
}
