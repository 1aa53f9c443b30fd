//! Bytes in whatever encoding → UTF-8.
//!
//! UTF-16 is known by its mark or its zeros, the encodings of Windows and older systems by what
//! their bytes would spell. A text that has a whole character of UTF-8 in it is UTF-8: its other
//! bytes are wrong, and the rows that have them are said.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// How much is decoded at once, in bytes.
const CHUNK_BYTES: usize = 64 * 1024;

/// The encoding of a text that begins so, unless it is UTF-8.
pub(super) fn encoding_of(head: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding).filter(|encoding| *encoding != encoding_rs::UTF_8);
    }
    if head.contains(&0) {
        return by_zeros(head);
    }
    if is_utf8(head) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, true);
    Some(detector.guess(None, Utf8Detection::Deny))
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

/// Whether there is no byte above ASCII, or at least one whole character of several bytes.
fn is_utf8(head: &[u8]) -> bool {
    let mut chunks = head.utf8_chunks();
    head.is_ascii() || chunks.any(|chunk| !chunk.valid().is_ascii())
}

/// Reads text of another encoding as UTF-8. What cannot be decoded becomes U+FFFD.
pub(super) struct Decoding<R> {
    input: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    taken: usize,
    is_over: bool,
}

impl<R: Read> Decoding<R> {
    pub(super) fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { input, decoder, bytes: Vec::new(), text: Vec::new(), taken: 0, is_over: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut chunk = vec![0; CHUNK_BYTES];
        let count = self.input.read(&mut chunk)?;
        self.bytes.extend(chunk.into_iter().take(count));
        self.is_over = count == 0;
        let room = self.decoder.max_utf8_buffer_length(self.bytes.len()).unwrap_or(CHUNK_BYTES * 3);
        self.text.resize(room, 0);
        let (_, read, written, _) =
            self.decoder.decode_to_utf8(&self.bytes, &mut self.text, self.is_over);
        self.bytes.drain(..read);
        self.text.truncate(written);
        self.taken = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.is_over {
            self.fill()?;
        }
        let left = self.text.get(self.taken..).unwrap_or_default();
        let count = left.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(left) {
            *to = *from;
        }
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoding, encoding_of};
    use proptest::prelude::*;
    use std::io::Read;

    fn read(bytes: &[u8]) -> String {
        let mut text = String::new();
        match encoding_of(bytes) {
            Some(encoding) => Decoding::new(bytes, encoding).read_to_string(&mut text).unwrap(),
            None => return String::from_utf8_lossy(bytes).into_owned(),
        };
        text
    }

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "Name;Ort\nRené Müller;Zürich\n";
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(read(&windows), text);
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!((read(&little), read(&big)), (text.into(), text.into()));
        let marked = [&[0xff, 0xfe][..], &little].concat();
        assert_eq!(read(&marked), text);
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Имя;Город\nИван Петров;Москва\n");
        assert_eq!(read(&russian), "Имя;Город\nИван Петров;Москва\n");
    }

    #[test]
    fn a_text_with_a_character_of_utf8_is_utf8() {
        assert!(encoding_of("Zoë\nRen\u{e9}".as_bytes()).is_none());
        assert!(encoding_of(b"Zo\xc3\xab, Ren\xe9").is_none());
        assert!(encoding_of(b"plain").is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
