//! Methods of lists.

use super::row::{Argument, Method, PLAIN, any, count, given};
use crate::formula::lower::kernel;
use crate::formula::lower::list::{self as lower, Gap};
use crate::formula::types::{Facts, Type};
use crate::formula::value::{Value, typed};
use polars::prelude::{DataType, Expr, NULL, lit};
use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext};

const LISTS: &[Type] = &[Type::TextList, Type::IntList, Type::FloatList];
const ELEMENTS: &[Type] = &[Type::Text, Type::Int, Type::Float];

pub(super) const METHODS: &[Method] = &[
    Method {
        receivers: LISTS,
        name: "contains",
        parameters: &[given("element", ELEMENTS)],
        meaning: "whether the element is in it; also `element in list`; unknown where it is not \
                  and an element is missing; nothing is in an empty list, known or not",
        uses: 2,
        decides: true,
        example: r#"["client", "friend"].contains("client")"#,
        result: |_, facts| (Type::Bool, Facts::nullable(may_be_unknown(facts))),
        check: |graph, nodes| {
            let (list, element) = (graph.type_of(nodes[0]), graph.type_of(nodes[1]));
            held(list, element)
        },
        lower: |a| {
            let list = a[0].expr.clone();
            let is_there = |found| {
                if a[0].facts.gaps { lower::unless_missing(list.clone(), found) } else { found }
            };
            let found = match compared(a) {
                _ if a[1].value == Some(&Value::Missing) => lit(NULL),
                // Polars' own compares decimal numbers to the last digit.
                Type::Float => is_there(found(a, Gap::IsPassed).gt_eq(typed(0_i64))),
                _ => is_there(list.clone().list().contains(a[1].expr.clone(), false)),
            };
            if a[1].facts.nullable { lower::unless_empty(&list, found) } else { found }
        },
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
        meaning: "the element at the index, from 0 or, from the end, from -1; also `list[0]`",
        example: r#"["client", "friend"].get(-1) == "friend""#,
        result: |types, _| {
            let element = types[0].element().unwrap_or(Type::Missing);
            (element, Facts { nullable: true, ..Facts::UNKNOWN })
        },
        lower: |a| a[0].expr.clone().list().get(place(&a[1]), true),
        ..PLAIN
    },
    Method {
        receivers: LISTS,
        name: "index_of",
        parameters: &[given("element", ELEMENTS)],
        meaning: "the place of the first such element, from 0; -1 where there is none; unknown \
                  where a missing one comes first",
        example: r#"["client", "friend"].index_of("friend") == 1"#,
        result: |_, facts| (Type::Int, Facts::between(may_be_unknown(facts), -1, 1 << 40)),
        check: |graph, nodes| held(graph.type_of(nodes[0]), graph.type_of(nodes[1])),
        lower: |a| found(a, Gap::HidesTheFirst),
        ..PLAIN
    },
];

/// Whether it may be unknown where an element is in a list: as soon as one of them may be missing.
fn may_be_unknown(facts: &[Facts]) -> bool {
    facts[0].gaps || facts.iter().any(|facts| facts.nullable)
}

/// Fails unless such an element can be in such a list.
fn held(list: Type, element: Type) -> Result<(), String> {
    match list.element() {
        Some(own) if own == element || element == Type::Missing => Ok(()),
        Some(own) if own.is_number() && element.is_number() => Ok(()),
        _ => Err(format!("{element} cannot be in {list}")),
    }
}

/// The type in which a list's elements are compared with another value.
fn compared(a: &[Argument]) -> Type {
    match (a[0].of_type.element(), a[1].of_type) {
        (Some(Type::Float), _) | (Some(Type::Int), Type::Float | Type::Number) => Type::Float,
        (own, _) => own.unwrap_or(Type::Missing),
    }
}

/// The place of the first such element.
fn found(a: &[Argument], gap: Gap) -> Expr {
    lower::place(a[0].expr.clone(), a[1].expr.clone(), compared(a), gap)
}

/// `any` beside Rhai's own `some`, and `get` as Rhai documents it: of a place before the first
/// element, its own gives the first.
pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("get", |list: &mut Array, place: i64| {
        let count = i64::try_from(list.len()).unwrap_or(i64::MAX);
        let place = if place < 0 { place.saturating_add(count) } else { place };
        let found = usize::try_from(place).ok().and_then(|place| list.get(place));
        found.cloned().unwrap_or(Dynamic::UNIT)
    });
    engine.register_fn(
        "any",
        |context: NativeCallContext,
         mut list: Dynamic,
         asked: FnPtr|
         -> Result<bool, Box<EvalAltResult>> {
            context
                .call_native_fn_raw("some", true, &mut [&mut list, &mut asked.into()])?
                .as_bool()
                .map_err(|kind| format!("`any` asks for true or false, not {kind}").into())
        },
    );
}

/// A place in a list. No list is as long as the bounds, and beyond them Polars adds without care.
fn place(place: &Argument) -> Expr {
    const FAR: i64 = 1 << 32;
    if place.facts.ints.0 >= -i128::from(FAR) && place.facts.ints.1 <= i128::from(FAR) {
        return place.expr.clone();
    }
    let least = kernel::whole_extreme(true, place.expr.clone(), typed(-FAR));
    kernel::whole_extreme(false, least, typed(FAR))
}
