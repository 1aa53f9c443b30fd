//! Methods of lists.

use super::row::{Method, PLAIN, any, count, given};
use crate::formula::types::{Facts, Type};
use polars::prelude::{DataType, lit};

const LISTS: &[Type] = &[Type::TextList, Type::IntList, Type::FloatList];
const ELEMENTS: &[Type] = &[Type::Text, Type::Int, Type::Float];

pub(super) const METHODS: &[Method] = &[
    Method {
        receivers: LISTS,
        name: "contains",
        parameters: &[given("element", ELEMENTS)],
        meaning: "whether the element is in it; also `element in list`",
        example: r#"["client", "friend"].contains("client")"#,
        result: |_, facts| any(Type::Bool, facts),
        check: |graph, nodes| {
            let (list, element) = (graph.type_of(nodes[0]), graph.type_of(nodes[1]));
            match list.element() {
                Some(own) if own == element || element == Type::Missing => Ok(()),
                Some(Type::Float) if element == Type::Int => Ok(()),
                _ => Err(format!("{element} cannot be in {list}")),
            }
        },
        lower: |a| a[0].expr.clone().list().contains(a[1].expr.clone(), false),
        ..PLAIN
    },
    Method {
        receivers: LISTS,
        name: "len",
        property: true,
        meaning: "how many elements it has",
        example: r#"["client", "friend"].len == 2"#,
        result: |_, facts| count(facts),
        lower: |a| a[0].expr.clone().list().len().cast(DataType::Int64),
        ..PLAIN
    },
    Method {
        receivers: LISTS,
        name: "is_empty",
        property: true,
        meaning: "whether it has no element",
        example: "[].is_empty()",
        result: |_, facts| any(Type::Bool, facts),
        lower: |a| a[0].expr.clone().list().len().eq(lit(0)),
        ..PLAIN
    },
    Method {
        receivers: LISTS,
        name: "get",
        parameters: &[given("index", &[Type::Int])],
        meaning: "the element at the index, from 0 or, counted from the end, from -1; also `list[0]`",
        example: r#"["client", "friend"].get(-1) == "friend""#,
        result: |types, _| {
            let element = types[0].element().unwrap_or(Type::Missing);
            (element, Facts { nullable: true, ..Facts::UNKNOWN })
        },
        lower: |a| a[0].expr.clone().list().get(a[1].expr.clone(), true),
        ..PLAIN
    },
];
