//! Bytes in whatever encoding → UTF-8.
//!
//! UTF-16 is known by its mark or its zeros, the encodings of Windows and older systems by what
//! their bytes would spell. A file whose delimiters are those of ASCII is read cell by cell: a cell
//! that is UTF-8 stays what it is, also where others are not, wherever in the file they come.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GBK, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::ops::RangeInclusive;

/// How the texts of a file are written.
#[derive(Clone, Copy)]
pub(in crate::import) struct TextEncoding {
    /// The encoding of the whole, which is decoded already; none where it is UTF-8 or read cell by
    /// cell.
    pub(in crate::import) whole_file: Option<&'static Encoding>,
    /// What a cell is written in that is not UTF-8.
    pub(in crate::import) fallback: &'static Encoding,
}

impl TextEncoding {
    /// Of texts that are UTF-8.
    pub(in crate::import) const UTF8: Self =
        Self { whole_file: None, fallback: encoding_rs::WINDOWS_1252 };
}

/// How much that is not UTF-8 shows the encoding, in bytes.
const FOREIGN_BYTES: usize = 256 * 1024;

/// How the texts of a file that begins so are written.
pub(in crate::import) fn detect_encoding(head: &[u8]) -> TextEncoding {
    let whole = |encoding| TextEncoding { whole_file: Some(encoding), fallback: WINDOWS_1252 };
    let by_cell = |otherwise| TextEncoding { whole_file: None, fallback: otherwise };
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return if encoding == UTF_8 { by_cell(WINDOWS_1252) } else { whole(encoding) };
    }
    if head.contains(&0) {
        return by_zeros(head).map_or(by_cell(WINDOWS_1252), whole);
    }
    let foreign = foreign_lines(head);
    if foreign.is_empty() {
        return by_cell(WINDOWS_1252);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&foreign, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // The detector takes short Japanese and Chinese texts for Western ones, which are never so.
    let others: &[_] = if guess == WINDOWS_1252 { &[SHIFT_JIS, GBK] } else { &[] };
    let candidates = [guess].into_iter().chain(others.iter().copied());
    let east_asian = candidates.into_iter().find(|encoding| is_east_asian(&foreign, encoding));
    if let Some(encoding) = east_asian.filter(|_| !has_utf8(head)) {
        return whole(encoding);
    }
    if is_mac_roman(&foreign) {
        return by_cell(MACINTOSH);
    }
    // Among lines of UTF-8, one of several bytes a letter cannot be told from them.
    match (guess.is_single_byte(), has_utf8(head)) {
        (true, _) => by_cell(guess),
        (false, true) => by_cell(WINDOWS_1252),
        (false, false) => whole(guess),
    }
}

/// The lines that are not UTF-8, up to a bound.
fn foreign_lines(head: &[u8]) -> Vec<u8> {
    let mut foreign = Vec::new();
    let is_foreign = |line: &&[u8]| {
        // The end of what was looked at may cut a letter in two.
        std::str::from_utf8(line).is_err_and(|error| error.error_len().is_some())
    };
    for line in head.split_inclusive(|byte| *byte == b'\n').filter(is_foreign) {
        if foreign.len() > FOREIGN_BYTES {
            break;
        }
        foreign.extend_from_slice(line);
    }
    foreign
}

/// Whether a line of it is UTF-8, and not of ASCII alone.
fn has_utf8(head: &[u8]) -> bool {
    // Two bytes of another encoding may be a letter of UTF-8 by chance, hardly those of a line.
    let mut lines = head.split(|byte| *byte == b'\n');
    lines.any(|line| !line.is_ascii() && str::from_utf8(line).is_ok())
}

/// Whether a text is one of Chinese, Japanese or Korean in an encoding of several bytes a letter:
/// there are no other letters in it but ASCII, and hardly one stands alone. What Western letters
/// would be stands between those of ASCII.
fn is_east_asian(text: &[u8], encoding: &'static Encoding) -> bool {
    const IDEOGRAPHS: RangeInclusive<char> = '\u{3000}'..='\u{9fff}';
    const HANGUL: RangeInclusive<char> = '\u{ac00}'..='\u{d7a3}';
    const WIDE_SIGNS: RangeInclusive<char> = '\u{ff01}'..='\u{ff60}';
    // The end of what was looked at may cut a letter in two.
    let end = text.iter().rposition(|byte| *byte == b'\n').map_or(text.len(), |at| at + 1);
    let whole_lines = text.get(..end).unwrap_or(text);
    let (decoded, is_damaged) = encoding.decode_without_bom_handling(whole_lines);
    if encoding.is_single_byte() || is_damaged {
        return false;
    }
    let is_one =
        |letter: char| [IDEOGRAPHS, HANGUL, WIDE_SIGNS].iter().any(|range| range.contains(&letter));
    let (mut letters, mut alone, mut others) = (0_usize, 0_usize, 0_usize);
    let mut run = 0_usize;
    for letter in decoded.chars().chain(['\n']) {
        if is_one(letter) {
            run += 1;
            letters += 1;
            continue;
        }
        alone += usize::from(run == 1);
        others += usize::from(!letter.is_ascii());
        run = 0;
    }
    letters > 1 && (alone + others) * 5 <= letters
}

/// Whether letters are written as old Macintoshes did: as bytes that for Windows would be capitals
/// or signs in the middle of words.
fn is_mac_roman(text: &[u8]) -> bool {
    let (mut mac, mut windows) = (0_usize, 0_usize);
    for pair in text.windows(2) {
        let [before, byte] = *pair else { continue };
        match byte {
            _ if !before.is_ascii_alphabetic() => {}
            // For Windows: quotes, dashes, dots, signs after words, and its small letters.
            0x80 | 0x85 | 0x91..=0x97 | 0x99 | 0x9a | 0x9c | 0x9e => {}
            0x81..=0x9f => mac += 1,
            0xc0..=0xff => windows += 1,
            _ => {}
        }
    }
    mac > windows
}

/// UTF-16 without a mark: every other byte of most texts is zero.
fn by_zeros(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let quarter = head.len() / 4;
    match (even, odd) {
        (0, _) if odd >= quarter => Some(UTF_16LE),
        (_, 0) if even >= quarter => Some(UTF_16BE),
        _ => None,
    }
}

/// The text of a cell: UTF-8, else in this encoding. Of a cell that mixes both, the parts that are
/// UTF-8 stay so, unless they are few enough to be chance.
pub(in crate::import) fn decode_cell(bytes: &[u8], otherwise: &'static Encoding) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let decoded = |bytes: &[u8]| otherwise.decode_without_bom_handling(bytes).0.into_owned();
    let letters = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().filter(|letter| !letter.is_ascii()).count());
    let others: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    if letters.sum::<usize>() < others {
        return decoded(bytes);
    }
    let parts = bytes.utf8_chunks();
    parts.flat_map(|part| [part.valid().to_owned(), decoded(part.invalid())]).collect()
}

/// The text of a whole file that is in memory, with the encoding that it was written in.
pub(in crate::import) fn decode_text(bytes: &[u8]) -> (String, &'static str) {
    let form = detect_encoding(bytes);
    if let Some(encoding) = form.whole_file {
        return (encoding.decode(bytes).0.into_owned(), encoding.name());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), UTF_8.name()),
        Err(_) => (decode_cell(bytes, form.fallback), form.fallback.name()),
    }
}

/// Whether a text holds what a letter of two bytes in UTF-8 becomes when it is read as Windows-1252
/// (`Ã©` for `é`, `Å‚` for `ł`).
pub(in crate::import) fn is_twice_encoded(text: &str) -> bool {
    let continues =
        |c: char| matches!(c, '\u{80}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if matches!(letter, 'Ã' | 'Å' | 'Ä') && letters.peek().is_some_and(|next| continues(*next))
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{decode_text, detect_encoding};
    use crate::import::file_formats::decoding::DecodingReader;
    use proptest::prelude::*;
    use std::io::Read;

    #[test]
    fn every_usual_encoding_is_read() {
        let german = "Name;Ort\nRené Müller;Zürich\n";
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(german);
        assert_eq!(decode_text(&windows), (german.into(), "windows-1252"));
        let (mac, _, _) = encoding_rs::MACINTOSH.encode(german);
        assert_eq!(decode_text(&mac), (german.into(), "macintosh"));
        let units: Vec<u16> = german.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!((decode_text(&little).0, decode_text(&big).0), (german.into(), german.into()));
        let marked = [&[0xff, 0xfe][..], &little].concat();
        assert_eq!(decode_text(&marked).0, german);
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Имя;Город\nИван Петров;Москва\n");
        assert_eq!(decode_text(&russian).0, "Имя;Город\nИван Петров;Москва\n");
    }

    #[test]
    fn letters_of_several_bytes_are_told_from_those_of_one() {
        for (encoding, written) in [
            (encoding_rs::SHIFT_JIS, "氏名,Date sent\n山田 太郎,2026-03-14\n鈴木 ソフィア,2026\n"),
            (encoding_rs::SHIFT_JIS, "Name,会社\nTaro Yamada,ソニー\n"),
            (
                encoding_rs::GBK,
                "姓名,公司,职位,状态\n王芳,北京科技有限公司,产品经理,已发送\n李伟,上海贸易公司,总经理,已接受\n",
            ),
            (encoding_rs::WINDOWS_1251, "имя;дата;город\nдарья;2026-03-14;москва\n"),
            (encoding_rs::BIG5, "姓名,Date sent\n陳大文,2026-03-14\n林志玲,2026-03-15\n"),
            (encoding_rs::EUC_KR, "이름,Date sent\n김민수,2026-03-14\n이영희,2026-03-15\n"),
            (encoding_rs::WINDOWS_1252, "Name,Ort\nHélène Müller,Zürich\nRené Böll,Köln\n"),
            (encoding_rs::MACINTOSH, "Name,Ort\nHélène Müller,Zürich\nRené Böll,Köln\n"),
        ] {
            let (bytes, _, _) = encoding.encode(written);
            assert_eq!(decode_text(&bytes).0, written, "{}", encoding.name());
        }
    }

    #[test]
    fn quotes_and_dashes_of_windows_are_not_letters_of_a_macintosh() {
        for written in ["it’s “so” – or so…\n", "Škoda costs 5 €\n"] {
            let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(written);
            assert_eq!(decode_text(&windows).0, written);
        }
    }

    #[test]
    fn what_is_utf8_stays_so_beside_what_is_not() {
        assert_eq!(super::decode_cell("Zoë".as_bytes(), encoding_rs::WINDOWS_1251), "Zoë");
        assert_eq!(
            super::decode_cell(b"Zo\xc3\xab, Ren\xe9", encoding_rs::WINDOWS_1252),
            "Zoë, René"
        );
        assert_eq!(super::decode_cell(b"Ren\xe9", encoding_rs::WINDOWS_1252), "René");
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_text(&bytes);
            if let Some(encoding) = detect_encoding(&bytes).whole_file {
                let mut read = String::new();
                DecodingReader::new(bytes.as_slice(), encoding).read_to_string(&mut read).unwrap();
            }
        }
    }
}
