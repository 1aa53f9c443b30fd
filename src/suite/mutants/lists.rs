//! Lists: one of several elements left out.

use super::{Mutant, mutant};
use crate::syntax::{Construct, SyntaxId, Tree};

const LEFT_OUT: &str = "leaves out an element of a list";

pub(super) fn mutants_of(tree: &Tree) -> Vec<Mutant> {
    let lists = tree.nodes().filter_map(|(_, node)| match &node.construct {
        Construct::List { elements } if elements.len() > 1 => Some(elements),
        _ => None,
    });
    lists.flat_map(|elements| without_each(tree, elements)).collect()
}

/// An element goes with what stands up to the next, the last with what stands before it.
fn without_each(tree: &Tree, elements: &[SyntaxId]) -> Vec<Mutant> {
    let spans: Vec<_> = elements.iter().map(|element| tree.span(*element)).collect();
    let pairs = spans.windows(2);
    let inner = pairs.clone().map(|pair| pair[0].start..pair[1].start);
    let last = pairs.last().map(|pair| pair[0].end..pair[1].end);
    inner.chain(last).map(|span| mutant(span, "", LEFT_OUT)).collect()
}
