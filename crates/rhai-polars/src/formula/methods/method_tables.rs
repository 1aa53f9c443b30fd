//! The tables of methods by topic, and who has which.

use super::signature::Method;
use super::{date, list, number, text};
use crate::formula::types::Type;

/// Every method, by topic.
pub const METHODS: &[&[Method]] = &[text::METHODS, number::METHODS, date::METHODS, list::METHODS];

/// The method of that name for a receiver of this type; asked as a property, only those that may
/// be written without brackets.
pub fn find(receiver: Type, name: &str, property: bool) -> Option<&'static Method> {
    methods_of(receiver).find(|method| method.name == name && (method.is_property || !property))
}

/// Whether any type has a method of that name.
pub fn is_method_name(name: &str) -> bool {
    METHODS.iter().flat_map(|topic| topic.iter()).any(|method| method.name == name)
}

/// The names of the methods for a receiver of this type.
pub fn names(receiver: Type) -> impl Iterator<Item = &'static str> {
    methods_of(receiver).map(|method| method.name)
}

fn methods_of(receiver: Type) -> impl Iterator<Item = &'static Method> {
    let methods = METHODS.iter().flat_map(|topic| topic.iter());
    methods.filter(move |method| method.receivers.contains(&receiver))
}

#[cfg(test)]
mod tests {
    use super::super::method_id::MethodId;
    use super::{METHODS, text};
    use std::collections::HashSet;

    /// A row that names none would be taken for the one of [`super::row::PLAIN`].
    #[test]
    fn every_method_is_told_from_all_others() {
        let methods = METHODS.iter().flat_map(|topic| topic.iter());
        let mut known = HashSet::new();
        for method in methods {
            assert!(known.insert(method.id), "{} is {:?} again", method.name, method.id);
        }
    }

    #[test]
    fn a_method_of_texts_finds_its_own_row() {
        for method in text::METHODS {
            let MethodId::Text(id) = method.id else { continue };
            assert_eq!(id.row().id, method.id);
        }
    }
}
