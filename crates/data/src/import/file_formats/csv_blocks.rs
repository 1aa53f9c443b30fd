//! A large text taken apart on several threads, block by block.
//!
//! A block ends where a row does, as far as its quotes tell. Only once it is read is that certain:
//! a block in which a quote is never closed, or that ends below a header in another order, is read
//! again from its first row on, with all that follows, one row after the other.
//!
//! Invariant: the rows are those that [`RowReader`] gives of the whole text, with the same numbers.

use super::rows::RowReader;
use crate::deadline;
use crate::import::raw_tables::table_builder::TableBuilder;
use crate::import::raw_tables::text_columns::TextRoom;
use memchr::{memchr_iter, memrchr};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Cursor, Read};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many bytes a block has, as a rule.
pub(in crate::import) const BLOCK_BYTES: usize = 1 << 20;

/// In how many bytes a row must end: in more there is a quote that is not closed.
const BLOCK_BYTES_MAX: usize = 16 << 20;

/// The blocks of a text, in order.
struct TextBlocks<R> {
    input: R,
    /// What was read beyond the last block.
    ahead: Vec<u8>,
    /// The memory of blocks that are done with, to be filled again.
    spare: Vec<Vec<u8>>,
    line: u64,
    block_bytes: usize,
}

/// Some whole rows, as far as can be told.
struct Block {
    bytes: Vec<u8>,
    /// The line on which it begins.
    line: u64,
    /// How many lines it has at least.
    lines: usize,
}

/// A block that has been read.
struct ReadBlock<'a> {
    block: Block,
    filling: TableBuilder<'a>,
    /// Whether all its rows end within it, and those of the next are read as its own.
    is_whole: bool,
}

impl<R: BufRead> TextBlocks<R> {
    /// The next block; none where no more rows are certain to end.
    fn next(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = self.spare.pop().unwrap_or_default();
        bytes.clear();
        bytes.append(&mut self.ahead);
        let mut wanted = self.block_bytes;
        while wanted <= BLOCK_BYTES_MAX {
            self.fill(&mut bytes, wanted)?;
            let is_end = bytes.len() < wanted;
            let end = if is_end { Some(bytes.len()) } else { end_of_rows(&bytes) };
            if let Some(end) = end.filter(|end| *end > 0) {
                self.ahead.extend(bytes.drain(end..));
                let line = self.line;
                let lines = memchr_iter(b'\n', &bytes).count();
                self.line += u64::try_from(lines).unwrap_or(0);
                return Ok(Some(Block { bytes, line, lines }));
            }
            if is_end {
                break;
            }
            wanted *= 2;
        }
        self.ahead = bytes;
        Ok(None)
    }

    /// Reads on until there are so many bytes, or no more.
    fn fill(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<()> {
        bytes.reserve(wanted.saturating_sub(bytes.len()));
        while bytes.len() < wanted {
            let ready = match self.input.fill_buf() {
                Ok(ready) => ready,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let taken = ready.len().min(wanted - bytes.len());
            if taken == 0 {
                break;
            }
            bytes.extend_from_slice(ready.get(..taken).unwrap_or_default());
            self.input.consume(taken);
        }
        Ok(())
    }
}

/// Where the last row ends that ends in these bytes, if no quote in them is left open.
fn end_of_rows(bytes: &[u8]) -> Option<usize> {
    let mut quotes = memchr_iter(b'"', bytes).count();
    let mut end = bytes.len();
    loop {
        let newline = memrchr(b'\n', &bytes[..end])?;
        quotes -= memchr_iter(b'"', &bytes[newline..end]).count();
        if quotes.is_multiple_of(2) {
            return Some(newline + 1);
        }
        end = newline;
    }
}

/// Takes in all rows that are left, on as many threads as there are cores.
///
/// # Errors
/// What cannot be read; that it has to end.
pub(in crate::import) fn read_in_blocks<'a, R: BufRead>(
    filling: &mut TableBuilder<'a>,
    mut rows: RowReader<R>,
    block_bytes: usize,
) -> io::Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let Some((line, delimiter)) = rows.fresh_position() else {
        return filling.read_rows(&mut rows);
    };
    let input = rows.into_input();
    let mut blocks = TextBlocks { input, ahead: vec![], spare: vec![], line, block_bytes };
    let Some(first) = blocks.next()? else { return one_by_one(filling, vec![], blocks, delimiter) };
    if blocks.ahead.is_empty() && first.bytes.len() < block_bytes {
        // All there is: a thread would take longer to begin.
        return one_by_one(filling, vec![first], blocks, delimiter);
    }
    let empty = filling.empty_copy(&TextRoom::default());
    let (to_read, waiting) = mpsc::channel();
    let waiting = Mutex::new(waiting);
    let (done, results) = mpsc::channel();
    let begun = deadline::active_bounds();
    let work = |done: Sender<(usize, ReadBlock<'a>)>| {
        let _within = deadline::inherit_bounds(begun.clone());
        let mut room = TextRoom::default();
        while let Some((number, block)) = next_of(&waiting) {
            if done.send((number, read(block, &empty, delimiter, &mut room))).is_err() {
                break;
            }
        }
    };
    let work = &work;
    thread::scope(|scope| {
        for _ in 0..threads {
            let done = done.clone();
            if thread::Builder::new().spawn_scoped(scope, move || work(done)).is_err() {
                break;
            }
        }
        drop(done);
        in_order(filling, first, blocks, delimiter, to_read, &results, threads)
    })
}

/// The next block that somebody is to read.
fn next_of(waiting: &Mutex<Receiver<(usize, Block)>>) -> Option<(usize, Block)> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Reads a block; `room` is what the block before it took.
fn read<'a>(
    block: Block,
    empty: &TableBuilder<'a>,
    delimiter: u8,
    room: &mut TextRoom,
) -> ReadBlock<'a> {
    let mut filling = empty.empty_copy(&room.for_rows(block.lines));
    let mut rows = RowReader::new(block.bytes.as_slice(), delimiter, block.line);
    let is_read = filling.read_rows(&mut rows).is_ok();
    let finished = filling.finish_texts().map(|taken| *room = taken);
    let is_whole =
        is_read && finished.is_ok() && !rows.has_left_open() && !filling.is_in_other_order();
    ReadBlock { block, filling, is_whole }
}

/// Gives blocks out and takes them in as they are read, in their order.
fn in_order<'a, R: BufRead>(
    filling: &mut TableBuilder<'a>,
    first: Block,
    mut blocks: TextBlocks<R>,
    delimiter: u8,
    to_read: Sender<(usize, Block)>,
    results: &Receiver<(usize, ReadBlock<'a>)>,
    threads: usize,
) -> io::Result<()> {
    let (mut handed_out, mut taken) = (0, 0);
    let mut upcoming = Some(first);
    let mut early: BTreeMap<usize, ReadBlock> = BTreeMap::new();
    let mut open: Option<Block> = None;
    while open.is_none() {
        deadline::check_interrupted()?;
        while handed_out < taken + 2 * threads {
            let Some(block) = upcoming.take() else { break };
            if to_read.send((handed_out, block)).is_err() {
                return Err(io::Error::other("a thread ended before its work"));
            }
            handed_out += 1;
            upcoming = blocks.next()?;
        }
        if taken == handed_out {
            break;
        }
        let Ok((number, block)) = results.recv() else {
            return Err(io::Error::other("a thread ended before its work"));
        };
        early.insert(number, block);
        while let Some(read) = early.remove(&taken) {
            taken += 1;
            if !read.is_whole {
                open = Some(read.block);
                break;
            }
            filling.append(read.filling).map_err(io::Error::other)?;
            blocks.spare.push(read.block.bytes);
        }
    }
    drop(to_read);
    let mut again: Vec<Block> = open.into_iter().collect();
    if !again.is_empty() {
        // What others are still reading is read again as well.
        early.extend(results.iter().take(handed_out - taken - early.len()));
        again.extend(early.into_values().map(|read| read.block));
        again.extend(upcoming);
    }
    one_by_one(filling, again, blocks, delimiter)
}

/// Takes in these blocks and all that is left, row by row.
fn one_by_one<R: BufRead>(
    filling: &mut TableBuilder,
    again: Vec<Block>,
    blocks: TextBlocks<R>,
    delimiter: u8,
) -> io::Result<()> {
    let line = again.first().map_or(blocks.line, |block| block.line);
    let again: Vec<u8> = again.into_iter().flat_map(|block| block.bytes).collect();
    let rest = Cursor::new(again).chain(Cursor::new(blocks.ahead)).chain(blocks.input);
    filling.read_rows(&mut RowReader::new(rest, delimiter, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file_formats::rows::RowReader;
    use crate::import::file_formats::text_encoding::TextEncoding;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// All that a text comes to, in blocks of so many bytes or row by row.
    fn told(text: &[u8], block_bytes: Option<usize>) -> String {
        let names = ["a", "b"].map(String::from);
        let columns = names.clone().map(Some);
        let mut filling = TableBuilder::new("t.csv", &names, &columns, TextEncoding::UTF8);
        filling = filling.with_delimiter(Some(b','));
        let mut rows = RowReader::new(text, b',', 4);
        match block_bytes {
            Some(block_bytes) => read_in_blocks(&mut filling, rows, block_bytes).unwrap(),
            None => filling.read_rows(&mut rows).unwrap(),
        }
        let filled = filling.finish().unwrap();
        let findings: Vec<_> = filled.findings.iter().map(|one| &one.message).collect();
        let rows: Vec<_> = (0..filled.frame.height()).map(|row| filled.frame.get(row)).collect();
        let bad: Vec<_> = filled.bad.iter().map(ToString::to_string).collect();
        format!("{rows:?} {bad:?} {} {findings:?}", filled.encoding)
    }

    proptest! {
        #[test]
        fn blocks_give_the_rows_of_the_whole(
            rows in prop::collection::vec(select(vec![
                "x,y\n", "x,y\r\n", "\"x\ny\",z\n", "\"say \"\"x\"\"\n\n\",z\n", "x\n", "x,y,z\n",
                "5\" pipe,y\n", "\"open,y\n", "\"x\"y,z\n", "\"x\ny\"z,w\n", "\n", ",\n", "a,b\n",
                "b,a\n", "---,---\n", "Zo\u{eb},y\n", "Z\u{c3}\u{ab},y\n",
                "\"a\nb,c\nd,e\nf\",g,h\n",
            ]), 0..60),
            block_bytes in 1_usize..80,
            is_latin: bool,
            ends: bool,
        ) {
            let mut text = rows.concat().into_bytes();
            if is_latin {
                text.extend(b"Ren\xe9,y\n");
            }
            if !ends {
                text.pop();
            }
            prop_assert_eq!(told(&text, Some(block_bytes)), told(&text, None));
        }

        #[test]
        fn blocks_of_any_bytes_are_those_of_the_whole(
            bytes in prop::collection::vec(select(b"a\",\n\r;\xe9".to_vec()), 0..200),
            block_bytes in 1_usize..40,
        ) {
            prop_assert_eq!(told(&bytes, Some(block_bytes)), told(&bytes, None));
        }
    }
}
