//! Methods of lists.

use super::method_id::{ListMethod, MethodId};
use super::signature::{ArgumentFault, BASE, Method, required};
use crate::formula::graph::{Graph, NodeId};
use crate::formula::types::Type;

const LISTS: &[Type] = &[Type::TextList, Type::IntList, Type::FloatList];
const ELEMENTS: &[Type] = &[Type::Text, Type::Int, Type::Float];

pub(super) const METHODS: &[Method] = &[
    Method {
        id: MethodId::List(ListMethod::Contains),
        receivers: LISTS,
        name: "contains",
        parameters: &[required("element", ELEMENTS)],
        meaning: "whether the element is in it; also `element in list`; unknown where it is not \
                  and an element is missing; nothing is in an empty list, known or not",
        may_decide_despite_missing: true,
        example: r#"["client", "friend"].contains("client")"#,
        check: holds_element,
        result_type: |_| Type::Bool,
        ..BASE
    },
    Method {
        id: MethodId::List(ListMethod::Len),
        receivers: LISTS,
        name: "len",
        is_property: true,
        meaning: "how many elements it has",
        example: r#"["client", "friend"].len == 2"#,
        result_type: |_| Type::Int,
        ..BASE
    },
    Method {
        id: MethodId::List(ListMethod::IsEmpty),
        receivers: LISTS,
        name: "is_empty",
        is_property: true,
        meaning: "whether it has no element",
        example: "[].is_empty()",
        result_type: |_| Type::Bool,
        ..BASE
    },
    Method {
        id: MethodId::List(ListMethod::Get),
        receivers: LISTS,
        name: "get",
        parameters: &[required("index", &[Type::Int])],
        meaning: "the element at the index, from 0 or, from the end, from -1; also `list[0]`",
        example: r#"["client", "friend"].get(-1) == "friend""#,
        result_type: |types| types[0].element().unwrap_or(Type::Missing),
        ..BASE
    },
    Method {
        id: MethodId::List(ListMethod::IndexOf),
        receivers: LISTS,
        name: "index_of",
        parameters: &[required("element", ELEMENTS)],
        meaning: "the place of the first such element, from 0; -1 where there is none; unknown \
                  where a missing one comes first",
        example: r#"["client", "friend"].index_of("friend") == 1"#,
        check: holds_element,
        result_type: |_| Type::Int,
        ..BASE
    },
];

/// Fails unless such an element can be in such a list.
fn holds_element(graph: &Graph, nodes: &[NodeId]) -> Result<(), ArgumentFault> {
    let (list, element) = (graph.type_of(nodes[0]), graph.type_of(nodes[1]));
    match list.element() {
        Some(wanted) if wanted == element || element == Type::Missing => Ok(()),
        Some(wanted) if wanted.is_number() && element.is_number() => Ok(()),
        _ => Err(ArgumentFault::Element { element, list }),
    }
}
