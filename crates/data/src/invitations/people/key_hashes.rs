//! A set of keys of 64 bits that came twice, found by many threads at once.

use crate::parallel_map::parallel_map;
use polars::prelude::{NewChunkedArray, PolarsResult, StringChunked, UInt64Chunked};
use polars_arrow::array::PrimitiveArray;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};

/// Keys that are asked for.
#[derive(Default)]
pub(in crate::invitations) struct KeyHashes {
    pub(in crate::invitations) keys: HashSet<u64>,
    sieve: BloomFilter,
}

impl KeyHashes {
    /// Those that come more than once.
    pub(in crate::invitations) fn repeated(keys: &UInt64Chunked) -> Self {
        let (met, again) =
            (BloomFilter::with_room_for(keys.len()), BloomFilter::with_room_for(keys.len()));
        let sift = |key| {
            if !met.add(key) {
                again.add(key);
            }
            false
        };
        filter_keys(keys, &sift);
        // What fell through the sieve twice, for itself or for another.
        let mut likely = filter_keys(keys, &|key| again.has(key));
        likely.sort_unstable();
        let pairs = likely.windows(2).filter(|pair| pair[0] == pair[1]);
        Self::of_keys(pairs.map(|pair| pair[0]).collect())
    }

    fn of_keys(keys: HashSet<u64>) -> Self {
        let sieve = BloomFilter::with_room_for(keys.len());
        for key in &keys {
            sieve.add(*key);
        }
        Self { keys, sieve }
    }

    /// Those of people by their keys.
    pub(in crate::invitations) fn of_texts<'a>(
        texts: impl Iterator<Item = &'a StringChunked>,
    ) -> Self {
        let texts = texts.flat_map(|texts| texts.iter().flatten());
        Self::of_keys(texts.map(|text| hash_text(text.as_bytes())).collect())
    }

    /// Those that come more than once in several files, or are others' keys.
    pub(in crate::invitations) fn among<'a>(
        keys_of_files: impl Iterator<Item = &'a UInt64Chunked>,
        others: &[StringChunked],
    ) -> PolarsResult<Self> {
        let mut keys = UInt64Chunked::default();
        for other_keys in others {
            keys.append(&hash_texts(other_keys))?;
        }
        for keys_of_file in keys_of_files {
            keys.append(keys_of_file)?;
        }
        Ok(Self::repeated(&keys))
    }

    pub(in crate::invitations) fn has(&self, key: Option<u64>) -> bool {
        key.is_some_and(|key| self.sieve.has(key) && self.keys.contains(&key))
    }
}

/// The key of each text.
pub(in crate::invitations) fn hash_texts(texts: &StringChunked) -> UInt64Chunked {
    let keys = texts.iter().map(|text| text.map(|text| hash_text(text.as_bytes())));
    UInt64Chunked::from_iter_options(texts.name().clone(), keys)
}

/// The key of a text: its length and eight bytes after eight bytes, each spread over the whole
/// number.
pub(in crate::invitations) fn hash_text(text: &[u8]) -> u64 {
    let spread = |number: u64| {
        let product = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ (product >> 32)
    };
    let (words, rest) = text.as_chunks::<8>();
    let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
    let fold = |folded: u64, word: [u8; 8]| spread(folded ^ u64::from_le_bytes(word));
    let folded = words.iter().fold(length, |folded, word| fold(folded, *word));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    spread(spread(fold(folded, last)))
}

/// The keys of which this holds, in no order.
fn filter_keys(keys: &UInt64Chunked, is_kept: &(impl Fn(u64) -> bool + Sync)) -> Vec<u64> {
    let pieces: Vec<_> = keys.downcast_iter().collect();
    let of_piece = |piece: &&PrimitiveArray<u64>| -> Vec<u64> {
        piece.iter().flatten().copied().filter(|key| is_kept(*key)).collect()
    };
    parallel_map(&pieces, of_piece).concat()
}

/// A bit for some bits of each key: most keys need not be looked up.
#[derive(Default)]
struct BloomFilter(Vec<AtomicU64>);

impl BloomFilter {
    /// For so many keys, with several bits for each.
    fn with_room_for(keys: usize) -> Self {
        let words = if keys == 0 { 0 } else { (keys / 8).max(1).next_power_of_two() };
        Self((0..words).map(|_| AtomicU64::default()).collect())
    }

    fn slot(&self, key: u64) -> (usize, u64) {
        let word = usize::try_from(key >> 6).unwrap_or(0) & self.0.len().wrapping_sub(1);
        (word, 1 << (key & 63))
    }

    /// Whether it was not there.
    fn add(&self, key: u64) -> bool {
        let (word, bit) = self.slot(key);
        let Some(word) = self.0.get(word) else { return false };
        word.load(Ordering::Relaxed) & bit == 0 && word.fetch_or(bit, Ordering::Relaxed) & bit == 0
    }

    pub(in crate::invitations) fn has(&self, key: u64) -> bool {
        let (word, bit) = self.slot(key);
        self.0.get(word).is_some_and(|word| word.load(Ordering::Relaxed) & bit != 0)
    }
}
