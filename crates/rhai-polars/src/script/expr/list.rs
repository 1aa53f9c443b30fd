//! Lists: Polars' own methods behind `.list`.

use super::{ColumnExpr, clamp_count, expression};
use crate::script::function::{Function, Receiver, Registrar};
use crate::script::refused_comparisons::register_equality;
use polars::prelude::{DataType, Expr, SortOptions, lit};
use rhai::{Dynamic, Engine};

/// What lies behind `.list`.
#[derive(Clone)]
pub(in crate::script) struct ListNamespace(Expr);

pub(super) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<ListNamespace>("Lists");
    engine.register_get("list", |receiver: &mut ColumnExpr| ListNamespace(receiver.0.clone()));
    register_equality::<ListNamespace>(engine);
}

impl Registrar<'_> {
    fn list(&mut self, part: fn(Expr) -> Expr) {
        self.add(move |lists: ListNamespace| ColumnExpr(part(lists.0)));
    }
}

pub(super) const FUNCTIONS: &[Function] = &[
    Receiver::Lists.nullary(
        "len",
        "how many elements it has",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.len()).item() == 2",
        |to| to.list(|receiver| receiver.list().len().cast(DataType::Int64)),
    ),
    Receiver::Lists.method(
        "contains",
        &["element"],
        "whether the element is in it",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.contains(\"a\")).item()",
        |to| {
            to.add(|lists: ListNamespace, element: Dynamic| {
                expression(&element)
                    .map(|element| ColumnExpr(lists.0.list().contains(element, false)))
            });
        },
    ),
    Receiver::Lists.method(
        "get",
        &["index"],
        "the element at the index, from 0 or, from the end, from -1; missing where there is none",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.get(-1)).item() == \"b\"",
        |to| {
            to.add(|lists: ListNamespace, index: i64| {
                ColumnExpr(lists.0.list().get(lit(clamp_count(index)), true))
            });
        },
    ),
    Receiver::Lists.nullary(
        "first",
        "its first element",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.first()).item() == \"a\"",
        |to| to.list(|receiver| receiver.list().first()),
    ),
    Receiver::Lists.nullary(
        "last",
        "its last element",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.last()).item() == \"b\"",
        |to| to.list(|receiver| receiver.list().last()),
    ),
    Receiver::Lists.method(
        "head",
        &["n"],
        "its first elements",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.head(1)).item() == [\"a\"]",
        |to| to.add(|lists: ListNamespace, n: i64| ColumnExpr(lists.0.list().head(lit(n.max(0))))),
    ),
    Receiver::Lists.method(
        "tail",
        &["n"],
        "its last elements",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.tail(1)).item() == [\"b\"]",
        |to| to.add(|lists: ListNamespace, n: i64| ColumnExpr(lists.0.list().tail(lit(n.max(0))))),
    ),
    Receiver::Lists.method(
        "slice",
        &["offset", "length"],
        "so many elements from the offset on, counted from 0 or, from the end, from -1",
        "frame(#{ l: [[1, 2, 3]] }).select(col(\"l\").list.slice(1, 2)).item() == [2, 3]",
        |to| {
            to.add(|lists: ListNamespace, offset: i64, length: i64| {
                ColumnExpr(lists.0.list().slice(lit(offset), lit(length.max(0))))
            });
        },
    ),
    Receiver::Lists.nullary(
        "sort",
        "its elements in order",
        "frame(#{ l: [[\"b\", \"a\"]] }).select(col(\"l\").list.sort()).item() == [\"a\", \"b\"]",
        |to| to.list(|receiver| receiver.list().sort(SortOptions::default())),
    ),
    Receiver::Lists.method(
        "join",
        &["separator"],
        "its texts as one",
        "frame(#{ l: [[\"a\", \"b\"]] }).select(col(\"l\").list.join(\", \")).item() == \"a, b\"",
        |to| {
            to.add(|lists: ListNamespace, separator: &str| {
                ColumnExpr(lists.0.list().join(lit(separator), true))
            });
        },
    ),
    Receiver::Lists.nullary(
        "sum",
        "the sum of its numbers",
        "frame(#{ l: [[1, 2]] }).select(col(\"l\").list.sum()).item() == 3",
        |to| to.list(|receiver| receiver.list().sum()),
    ),
    Receiver::Lists.nullary(
        "mean",
        "the mean of its numbers",
        "frame(#{ l: [[1, 2]] }).select(col(\"l\").list.mean()).item() == 1.5",
        |to| to.list(|receiver| receiver.list().mean()),
    ),
    Receiver::Lists.nullary(
        "median",
        "the median of its numbers",
        "frame(#{ l: [[1, 2, 9]] }).select(col(\"l\").list.median()).item() == 2.0",
        |to| to.list(|receiver| receiver.list().median()),
    ),
    Receiver::Lists.nullary(
        "std",
        "the standard deviation of its numbers, of a sample",
        "frame(#{ l: [[1, 3, 5]] }).select(col(\"l\").list.std()).item() == 2.0",
        |to| to.list(|receiver| receiver.list().std(1)),
    ),
    Receiver::Lists.nullary(
        "min",
        "the least of its numbers",
        "frame(#{ l: [[1, 2]] }).select(col(\"l\").list.min()).item() == 1",
        |to| to.list(|receiver| receiver.list().min()),
    ),
    Receiver::Lists.nullary(
        "max",
        "the greatest of its numbers",
        "frame(#{ l: [[1, 2]] }).select(col(\"l\").list.max()).item() == 2",
        |to| to.list(|receiver| receiver.list().max()),
    ),
];
