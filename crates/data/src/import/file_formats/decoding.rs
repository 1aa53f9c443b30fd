//! Readers that give UTF-8 and plain ends of lines, whatever the bytes below them are.

use encoding_rs::{Decoder, Encoding};
use std::io::{self, Read};

/// How much is decoded at once, in bytes.
const CHUNK_BYTES: usize = 64 * 1024;

/// Ends lines as everybody does today where a file ends them as old Macintoshes did.
pub(in crate::import) struct CrToLfReader<R>(pub(in crate::import) R);

impl<R: Read> Read for CrToLfReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        let ends = buffer.iter_mut().take(count).filter(|byte| **byte == b'\r');
        ends.for_each(|byte| *byte = b'\n');
        Ok(count)
    }
}

/// Reads text of another encoding as UTF-8. What cannot be decoded becomes U+FFFD.
pub(in crate::import) struct DecodingReader<R> {
    input: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    taken: usize,
    is_over: bool,
}

impl<R: Read> DecodingReader<R> {
    pub(in crate::import) fn new(input: R, encoding: &'static Encoding) -> Self {
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

impl<R: Read> Read for DecodingReader<R> {
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
