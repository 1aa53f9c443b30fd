//! Numbers for the names of accounts, in the order in which they are met: a name is looked up once
//! for every row, so that has to be quick.

use polars::prelude::{DataFrame, PlHashMap, PolarsResult, StringChunked};
use std::collections::BTreeSet;

/// How long a name may be that is looked up as a number: as long as Polars keeps it within a view.
const SHORT_BYTES_MAX: usize = 12;

/// Names, each with its number.
#[derive(Debug, Default)]
pub struct AccountInterner {
    /// By view: the length, and the bytes that follow it.
    short: PlHashMap<u128, u32>,
    long: PlHashMap<String, u32>,
    names: Vec<String>,
    last: Option<(u128, u32)>,
}

impl AccountInterner {
    /// The number of a name, from 0.
    pub fn intern(&mut self, name: &str) -> u32 {
        match as_view(name) {
            Some(short) => self.code_of_short(short, || name),
            None => self.code_of_long(name),
        }
    }

    /// The number of each of these names; a missing one has that of an empty one.
    pub fn intern_all(&mut self, names: &StringChunked) -> Vec<u32> {
        let mut codes = Vec::with_capacity(names.len());
        for array in names.downcast_iter() {
            let values = array.views().iter().zip(array.iter());
            codes.extend(values.map(|(view, name)| match name {
                Some(name) if name.len() <= SHORT_BYTES_MAX => {
                    self.code_of_short(view.as_u128(), || name)
                }
                name => self.intern(name.unwrap_or_default()),
            }));
        }
        codes
    }

    fn code_of_short<'n>(&mut self, short: u128, name: impl FnOnce() -> &'n str) -> u32 {
        // Rows of one account often stand together.
        if let Some((last, code)) = self.last
            && last == short
        {
            return code;
        }
        let names = &mut self.names;
        let code = *self.short.entry(short).or_insert_with(|| added(names, name()));
        self.last = Some((short, code));
        code
    }

    fn code_of_long(&mut self, name: &str) -> u32 {
        if let Some(code) = self.long.get(name) {
            return *code;
        }
        let code = added(&mut self.names, name);
        self.long.insert(name.to_owned(), code);
        code
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }
}

fn added(names: &mut Vec<String>, name: &str) -> u32 {
    names.push(name.to_owned());
    u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
}

/// A short name as Polars keeps it: its length, and its bytes.
fn as_view(name: &str) -> Option<u128> {
    let mut bytes = [0; 4 + SHORT_BYTES_MAX];
    let (length, text) = bytes.split_at_mut(4);
    text.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
    length.copy_from_slice(&u32::try_from(name.len()).ok()?.to_le_bytes());
    Some(u128::from_le_bytes(bytes))
}

pub(in crate::invitations) fn names_of_accounts(
    rows: &DataFrame,
) -> PolarsResult<BTreeSet<String>> {
    let mut codes = AccountInterner::default();
    codes.intern_all(&rows.column("account")?.str()?.drop_nulls());
    Ok(codes.names().iter().cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::NewChunkedArray;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_name_has_one_number(names in prop::collection::vec("[ab\\x00é]{0,18}", 0..40)) {
            let mut codes = AccountInterner::default();
            let mut expected = BTreeMap::new();
            for name in &names {
                let next = u32::try_from(expected.len()).unwrap();
                let code = *expected.entry(name.as_str()).or_insert(next);
                prop_assert_eq!(codes.intern(name), code);
                prop_assert_eq!(&codes.names()[code as usize], name);
            }
            let column = StringChunked::from_slice("names".into(), &names);
            let singly: Vec<u32> = names.iter().map(|name| codes.intern(name)).collect();
            prop_assert_eq!(codes.intern_all(&column), singly);
            let mut others = AccountInterner::default();
            let of_column = others.intern_all(&column);
            let by_name = names.iter().map(|name| expected[name.as_str()]);
            prop_assert_eq!(of_column, by_name.collect::<Vec<_>>());
            prop_assert_eq!(codes.names().len(), expected.len());
        }
    }
}
