//! The limits in force for each account: `account_limits()`.

use super::{QuestionData, all_invitations};
use crate::limits::{Limit, TABLE};
use crate::script::error::ScriptResult;
use crate::script::frame::Frame;
use crate::script::function::{Function, function};
use crate::script::host::Host;
use polars::prelude::{Expr, SortMultipleOptions, col, lit, when};
use rhai::NativeCallContext;

pub(super) const FUNCTIONS: &[Function] = &[function(
    "account_limits",
    &[],
    "one row an account, with a column for each limit in force for it, named as in `limits`: \
     `pending_cap` and so on",
    "account_limits().columns().contains(\"pending_cap\")",
    |to| to.add(account_limits),
)];

fn account_limits(context: NativeCallContext) -> ScriptResult<Frame> {
    let invitations = all_invitations(&context);
    let figures: Vec<Expr> = TABLE.iter().map(|limit| figure(&context, limit)).collect();
    let accounts = invitations
        .lazy()
        .group_by([col("account")])
        .agg([] as [Expr; 0])
        .sort(["account"], SortMultipleOptions::default())
        .with_columns(figures);
    invitations.derive(&context, accounts).check_columns()
}

/// A limit's figure, account by account.
pub(super) fn figure(context: &NativeCallContext, limit: &Limit) -> Expr {
    let limits = QuestionData::from_host(&Host::of_call(context)).limits;
    let rows = limits.rows();
    let account_figures = rows.iter().filter(|row| row.limit.code == limit.code);
    let account_figures = account_figures.filter_map(|row| Some((row.account?, row.figure)));
    let for_all = lit(limits.figure(limit.code, ""));
    let figure = account_figures.fold(for_all, |other, (account, figure)| {
        when(col("account").eq(lit(account))).then(lit(figure)).otherwise(other)
    });
    figure.alias(limit.code.name().replace('-', "_"))
}
