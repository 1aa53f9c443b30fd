//! Numbers for the names of accounts, in the order in which they are met: a name is looked up once
//! for every row, so that has to be quick.

use polars::prelude::PlHashMap;

/// How long a name may be that is looked up as a number.
const SHORT_BYTES_MAX: usize = 15;

/// Names, each with its number.
#[derive(Debug, Default)]
pub struct AccountCodes {
    short: PlHashMap<u128, u32>,
    long: PlHashMap<String, u32>,
    names: Vec<String>,
    last: Option<(u128, u32)>,
}

impl AccountCodes {
    /// The number of a name, from 0.
    pub fn code(&mut self, name: &str) -> u32 {
        let Some(short) = as_number(name) else { return self.code_of_long(name) };
        // Rows of one account often stand together.
        if let Some((last, code)) = self.last
            && last == short
        {
            return code;
        }
        let names = &mut self.names;
        let code = *self.short.entry(short).or_insert_with(|| added(names, name));
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

    /// The names, by number.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

fn added(names: &mut Vec<String>, name: &str) -> u32 {
    names.push(name.to_owned());
    u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
}

/// A short name's bytes and its length.
fn as_number(name: &str) -> Option<u128> {
    let mut bytes = [0; SHORT_BYTES_MAX + 1];
    bytes.get_mut(..name.len()).filter(|_| name.len() <= SHORT_BYTES_MAX)?;
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    bytes[SHORT_BYTES_MAX] = u8::try_from(name.len()).unwrap_or(u8::MAX);
    Some(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_name_has_one_number(names in prop::collection::vec("[ab\\x00é]{0,18}", 0..40)) {
            let mut codes = AccountCodes::default();
            let mut expected = BTreeMap::new();
            for name in &names {
                let next = u32::try_from(expected.len()).unwrap();
                let code = *expected.entry(name.as_str()).or_insert(next);
                prop_assert_eq!(codes.code(name), code);
                prop_assert_eq!(&codes.names()[code as usize], name);
            }
            prop_assert_eq!(codes.names().len(), expected.len());
        }
    }
}
