//! The words of relative ages in the languages of LinkedIn's interface, one row a language.

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Less than an hour.
    Moment,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

use Unit::{Day, Hour, Moment, Month, Week, Year};

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A unit, after or before its number.
    Unit(Unit),
    /// A number and a unit in one word, such as `yesterday`.
    Whole(i64, Unit),
    /// The number one.
    One,
    /// Nothing: `sent`, `ago` and the like.
    Filler,
}

/// A language's words, each group separated by spaces and in lower case.
pub(super) struct Language {
    /// Moments, hours, days, weeks, months, years.
    pub(super) units: [&'static str; 6],
    /// Words that mean today, and yesterday.
    pub(super) days: [&'static str; 2],
    /// Words of two units: days, weeks, months, years.
    pub(super) two: [&'static str; 4],
    /// Words that mean one.
    pub(super) one: &'static str,
    /// What else occurs.
    pub(super) fillers: &'static str,
    /// Whether words may stand together without a space.
    pub(super) joined: bool,
}

const NONE: Language =
    Language { units: [""; 6], days: [""; 2], two: [""; 4], one: "", fillers: "", joined: false };

/// The units, in the order of [`Language::units`].
pub(super) const UNITS: [Unit; 6] = [Moment, Hour, Day, Week, Month, Year];

/// Every language: English, then by name of the language.
#[rustfmt::skip]
pub(super) const LANGUAGES: &[Language] = &[
    // English
    Language { units: ["second seconds sec secs s minute minutes min mins", "hour hours hr hrs h", "day days d", "week weeks wk wks w", "month months mo mos mth mths", "year years yr yrs y"], days: ["today now", "yesterday"], one: "a an one", fillers: "sent invited ago just over more than about pending since", ..NONE },
    // Arabic
    Language { units: ["ثانية ثوان ثوانٍ دقيقة دقائق", "ساعة ساعات", "يوم أيام يومًا يوما", "أسبوع أسابيع أسبوعًا أسبوعا", "شهر أشهر شهور شهرًا شهرا", "سنة سنوات عام أعوام عامًا عاما"], days: ["اليوم الآن", "أمس"], two: ["يومين", "أسبوعين", "شهرين", "سنتين عامين"], one: "واحد واحدة", fillers: "منذ قبل تم الإرسال أرسلت أُرسلت مرسلة", ..NONE },
    // Bengali
    Language { units: ["সেকেন্ড মিনিট", "ঘণ্টা ঘন্টা", "দিন", "সপ্তাহ", "মাস", "বছর"], days: ["আজ", "গতকাল"], fillers: "আগে পাঠানো হয়েছে", ..NONE },
    // Czech
    Language { units: ["sekundou sekundami minutou minutami", "hodinou hodinami", "dnem dny", "týdnem týdny", "měsícem měsíci", "rokem roky lety"], days: ["dnes nyní", "včera"], fillers: "před odesláno odesláná odeslaná odeslána", ..NONE },
    // Danish
    Language { units: ["sekund sekunder minut minutter", "time timer", "dag dage", "uge uger", "måned måneder", "år"], days: ["nu", "går"], one: "en et", fillers: "sendt for siden i", ..NONE },
    // Dutch
    Language { units: ["seconde seconden minuut minuten", "uur", "dag dagen", "week weken", "maand maanden", "jaar"], days: ["vandaag nu", "gisteren"], one: "een één", fillers: "verzonden verstuurd geleden", ..NONE },
    // Finnish
    Language { units: ["sekunti sekuntia minuutti minuuttia", "tunti tuntia", "päivä päivää", "viikko viikkoa", "kuukausi kuukautta", "vuosi vuotta"], days: ["tänään nyt", "eilen"], fillers: "lähetetty sitten", ..NONE },
    // French
    Language { units: ["seconde secondes minute minutes", "heure heures", "jour jours j", "semaine semaines sem", "mois", "an ans année années"], days: ["aujourd maintenant", "hier"], one: "un une", fillers: "envoyé envoyée envoyées il y a l hui", ..NONE },
    // German
    Language { units: ["sekunde sekunden minute minuten", "stunde stunden std", "tag tage tagen", "woche wochen", "monat monate monaten", "jahr jahre jahren"], days: ["heute jetzt", "gestern"], one: "ein eine einem einer", fillers: "vor gesendet verschickt", ..NONE },
    // Greek
    Language { units: ["δευτερόλεπτο δευτερόλεπτα λεπτό λεπτά", "ώρα ώρες", "ημέρα ημέρες μέρα μέρες", "εβδομάδα εβδομάδες", "μήνα μήνες", "έτος έτη χρόνο χρόνια"], days: ["σήμερα τώρα", "χθες χτες"], one: "ένα μία μια έναν", fillers: "πριν από στάλθηκε εστάλη", ..NONE },
    // Hebrew
    Language { units: ["שנייה שניות דקה דקות", "שעה שעות", "יום ימים", "שבוע שבועות", "חודש חודשים", "שנה שנים"], days: ["היום עכשיו", "אתמול"], two: ["יומיים", "שבועיים", "חודשיים", "שנתיים"], one: "אחד אחת", fillers: "לפני נשלח נשלחה", ..NONE },
    // Hindi
    Language { units: ["सेकंड मिनट", "घंटा घंटे", "दिन", "सप्ताह हफ़्ते हफ्ते", "माह महीना महीने", "वर्ष साल"], days: ["आज", ""], fillers: "पहले भेजा भेजी गया गई", ..NONE },
    // Hungarian
    Language { units: ["másodperce másodperccel perce perccel", "órája órával", "napja nappal", "hete héttel", "hónapja hónappal", "éve évvel"], days: ["ma most", "tegnap"], one: "egy", fillers: "elküldve küldve ezelőtt", ..NONE },
    // Indonesian
    Language { units: ["detik menit", "jam", "hari", "minggu", "bulan", "tahun"], days: ["", "kemarin"], one: "", fillers: "dikirim yang lalu terkirim", ..NONE },
    // Italian
    Language { units: ["secondo secondi minuto minuti", "ora ore", "giorno giorni", "settimana settimane", "mese mesi", "anno anni"], days: ["oggi adesso", "ieri"], one: "un uno una", fillers: "inviato inviata fa", ..NONE },
    // Japanese
    Language { units: ["秒 分", "時間", "日", "週間 週", "か月 ヶ月 カ月 ヵ月 ケ月", "年"], days: ["今日 本日", "昨日"], fillers: "前 に 送信 済み 以上", joined: true, ..NONE },
    // Korean
    Language { units: ["초 분", "시간", "일", "주", "개월 달", "년"], days: ["오늘 방금", "어제"], fillers: "전 에 보냄 전송 됨 보낸 발송", joined: true, ..NONE },
    // Malay
    Language { units: ["saat minit", "jam", "hari", "minggu", "bulan", "tahun"], days: ["", "semalam"], fillers: "dihantar yang lalu lepas", ..NONE },
    // Marathi
    Language { units: ["सेकंद सेकंदांपूर्वी मिनिट मिनिटांपूर्वी", "तास तासापूर्वी तासांपूर्वी", "दिवस दिवसापूर्वी दिवसांपूर्वी", "आठवडा आठवडे आठवड्यापूर्वी आठवड्यांपूर्वी", "महिना महिने महिन्यापूर्वी महिन्यांपूर्वी", "वर्ष वर्षे वर्षापूर्वी वर्षांपूर्वी"], days: ["आज", "काल"], fillers: "पूर्वी पाठवले पाठविले", ..NONE },
    // Norwegian
    Language { units: ["sekund sekunder minutt minutter", "time timer", "dag dager", "uke uker", "måned måneder", "år"], days: ["nå", "går"], one: "en én et ett", fillers: "sendt for siden i", ..NONE },
    // Persian
    Language { units: ["ثانیه دقیقه", "ساعت", "روز", "هفته", "ماه", "سال"], days: ["امروز اکنون", "دیروز"], one: "یک", fillers: "پیش قبل ارسال شده شد ارسال‌شده", ..NONE },
    // Polish
    Language { units: ["sekunda sekundę sekundy sekund minuta minutę minuty minut", "godzina godzinę godziny godzin", "dzień dni", "tydzień tygodnie tygodni", "miesiąc miesiące miesięcy", "rok lata lat"], days: ["dzisiaj dziś teraz", "wczoraj"], fillers: "temu wysłano wysłane wysłana wysłany", ..NONE },
    // Portuguese
    Language { units: ["segundo segundos minuto minutos", "hora horas", "dia dias", "semana semanas", "mês meses", "ano anos"], days: ["hoje agora", "ontem"], one: "um uma", fillers: "enviado enviada há atrás", ..NONE },
    // Punjabi
    Language { units: ["ਸਕਿੰਟ ਮਿੰਟ", "ਘੰਟਾ ਘੰਟੇ", "ਦਿਨ", "ਹਫ਼ਤਾ ਹਫ਼ਤੇ ਹਫਤੇ", "ਮਹੀਨਾ ਮਹੀਨੇ", "ਸਾਲ"], days: ["ਅੱਜ", ""], fillers: "ਪਹਿਲਾਂ ਭੇਜਿਆ ਗਿਆ", ..NONE },
    // Romanian
    Language { units: ["secundă secunde minut minute", "oră ore", "zi zile", "săptămână săptămâni", "lună luni", "an ani"], days: ["astăzi azi", "ieri"], one: "un o", fillers: "acum trimis trimisă urmă în cu de", ..NONE },
    // Russian
    Language { units: ["секунду секунды секунд минуту минуты минут", "час часа часов", "день дня дней", "неделю недели недель", "месяц месяца месяцев", "год года лет"], days: ["сегодня сейчас", "вчера"], one: "один одну", fillers: "назад отправлено отправлен отправлена", ..NONE },
    // Spanish
    Language { units: ["segundo segundos minuto minutos", "hora horas", "día días dia dias", "semana semanas sem", "mes meses", "año años"], days: ["hoy ahora", "ayer"], one: "un una", fillers: "enviado enviada enviadas hace", ..NONE },
    // Swedish
    Language { units: ["sekund sekunder minut minuter", "timme timmar", "dag dagar", "vecka veckor", "månad månader", "år"], days: ["idag nu", "igår"], one: "en ett", fillers: "skickat skickad skickades skickats för sedan", ..NONE },
    // Tagalog
    Language { units: ["segundo minuto", "oras", "araw", "linggo", "buwan", "taon"], days: ["ngayon", "kahapon"], one: "isang", fillers: "ipinadala nakalipas ang na noong nakaraang", ..NONE },
    // Telugu
    Language { units: ["సెకను సెకన్ల నిమిషం నిమిషాల", "గంట గంటల", "రోజు రోజుల", "వారం వారాల", "నెల నెలల", "సంవత్సరం సంవత్సరాల"], days: ["నేడు ఈరోజు", "నిన్న"], fillers: "క్రితం పంపబడింది పంపారు", ..NONE },
    // Thai
    Language { units: ["วินาที นาที", "ชั่วโมง", "วัน", "สัปดาห์", "เดือน", "ปี"], days: ["วันนี้", "เมื่อวาน เมื่อวานนี้"], fillers: "ที่แล้ว ที่ผ่านมา ส่งเมื่อ ส่ง เมื่อ แล้ว", joined: true, ..NONE },
    // Turkish
    Language { units: ["saniye dakika", "saat", "gün", "hafta", "ay", "yıl"], days: ["bugün şimdi", "dün"], one: "bir", fillers: "önce gönderildi", ..NONE },
    // Ukrainian
    Language { units: ["секунду секунди секунд хвилину хвилини хвилин", "годину години годин", "день дні днів", "тиждень тижні тижнів", "місяць місяці місяців", "рік роки років"], days: ["сьогодні зараз", "вчора учора"], fillers: "тому надіслано", ..NONE },
    // Vietnamese
    Language { units: ["giây phút", "giờ", "ngày", "tuần", "tháng", "năm"], days: ["", ""], one: "một", fillers: "trước đã gửi cách đây", ..NONE },
    // Chinese
    Language { units: ["秒 秒钟 秒鐘 分钟 分鐘", "小时 小時", "天 日", "周 週 星期", "个月 個月 月", "年"], days: ["今天 刚刚 剛剛", "昨天"], fillers: "前 已 发送 發送 傳送 寄出 于 於 以", joined: true, ..NONE },
];
