//! Methods of lists.

use super::row::{Argument, Method, PLAIN, Parameter, any, count, given};
use crate::formula::lower::kernel;
use crate::formula::types::{Facts, Type};
use crate::formula::value::typed;
use polars::prelude::{DataType, Expr, NULL, element, lit, when};
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext};

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
        parameters: &[Parameter {
            name: "element",
            types: ELEMENTS,
            constant: true,
            optional: false,
        }],
        meaning: "the place of the first such element, from 0; -1 where there is none",
        example: r#"["client", "friend"].index_of("friend") == 1"#,
        result: |_, facts| (Type::Int, Facts::between(facts[0].nullable, -1, 1 << 40)),
        check: |graph, nodes| match graph.type_of(nodes[0]).element() {
            Some(own) if own == graph.type_of(nodes[1]) => Ok(()),
            _ => Err("the element must be of the list's own type".into()),
        },
        lower: |a| {
            let found = element().eq(a[1].expr.clone()).fill_null(lit(false));
            let first = a[0].expr.clone().list().eval(found).list().arg_max();
            let there = a[0].expr.clone().list().contains(a[1].expr.clone(), false);
            when(a[0].expr.clone().is_null())
                .then(lit(NULL))
                .when(there)
                .then(first.cast(DataType::Int64))
                .otherwise(typed(-1_i64))
        },
        uses: 3,
        ..PLAIN
    },
];

/// `any` beside Rhai's own `some`.
pub(super) fn register(engine: &mut Engine) {
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
