//! A frame that a closure of its own call asks: `pending.filter(|i| i.age_days > pending.len())`.
//! Rhai lets nobody look at a value while a method of it runs, and does not say where.

use super::rhai_texts::running_method;
use crate::syntax::{CallNode, Construct, SyntaxId, Tree};
use std::ops::Range;

/// A value that is asked within a call of its own method.
pub(super) struct BorrowedValue<'a> {
    /// The name of its variable.
    pub(super) name: &'a str,
    /// What is asked of it there, as far as it is one call or property.
    pub(super) asked: &'a str,
    /// The bytes of its name within the call.
    pub(super) span: Range<usize>,
}

/// The first such place in a script; `rhai_message` are Rhai's words for it, which name the method.
pub(super) fn find<'a>(text: &'a str, rhai_message: &str) -> Option<BorrowedValue<'a>> {
    let method = running_method(rhai_message)?;
    let tree = Tree::read(text);
    let (name, again) = tree.calls_of(method).find_map(|call| {
        let variable = variable(&tree, call.receiver?)?;
        let name = tree.source(variable);
        let arguments = call.arguments.iter().map(|argument| tree.span(*argument));
        let arguments = arguments.reduce(|first, last| first.start..last.end)?;
        let mut names = tree.nodes().filter(|(_, node)| matches!(node.construct, Construct::Leaf));
        let again = names.find(|(id, _)| {
            tree.source(*id) == name && arguments.contains(&tree.span(*id).start)
        })?;
        Some((name, again.0))
    })?;
    let mut asking = tree.nodes().filter(|(_, node)| receiver(&node.construct) == Some(again));
    let asked = asking.next().map_or(again, |(id, _)| id);
    Some(BorrowedValue { name, asked: tree.source(asked), span: tree.span(again) })
}

/// The variable that a chain of calls, properties and elements begins with.
fn variable(tree: &Tree, chain: SyntaxId) -> Option<SyntaxId> {
    let mut at = chain;
    loop {
        match &tree.node(at).construct {
            Construct::Leaf => return tree.single_token(at)?.name().map(|_| at),
            Construct::Index { receiver, .. } => at = *receiver,
            other => at = receiver(other)?,
        }
    }
}

/// What a method or a property is asked of.
fn receiver(construct: &Construct) -> Option<SyntaxId> {
    match construct {
        Construct::Call(CallNode { receiver, .. }) => *receiver,
        Construct::Member { receiver } => Some(*receiver),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn whatever_is_asked_of_the_variable_before_the_method_it_is_found() {
        let rhai_message = "argument #1 of function 'map'";
        for receiver in ["f", "f.tags", "f[\"a\"]", "f.a.b()[0]", "f.a(1)"] {
            let text = format!("g.map(|x| x); {receiver}.map(|x| x + f.age_days)");
            let borrowed =
                find(&text, rhai_message).map(|borrowed| (borrowed.name, borrowed.asked));
            assert_eq!(borrowed, Some(("f", "f.age_days")), "{text}");
        }
        assert!(find("g.map(|x| x + f.n)", rhai_message).is_none());
    }
}
