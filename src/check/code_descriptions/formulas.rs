//! The codes of formulas: closures that cannot be compiled.

use super::{CodeDescription, row};
use crate::codes;

pub(super) const ROWS: &[CodeDescription] = &[
    row(codes::COLUMN_TYPE, "a column holds values that formulas cannot use")
        .means(
            "Formulas know numbers, texts, true and false, days, instants, and lists of texts or \
             numbers. A column of another type, such as a length of time, is to be made one of \
             these first.",
        )
        .example(
            r#"let since = pending.with("since", col("last_message_at") - col("sent_at"));
keep("answered late", since.filter(|i| i.since > 30));"#,
            r#"keep("answered late", pending.filter(|i| i.messages > 0));"#,
        ),
    row(codes::CONSTANT, "a part of a formula that is the same in every row failed")
        .means(
            "What does not depend on the invitation is computed once, before any row is looked at. \
             That computation went wrong.",
        )
        .example(
            r#"keep("in conversation", |i| i.messages > 10 / 0);"#,
            r#"keep("in conversation", |i| i.messages > 10 / 2);"#,
        ),
    row(codes::INDEX, "there is no such element")
        .means(
            "A list that is known beforehand has no element at this place. The first is 0, the \
             last -1.",
        )
        .example(
            r#"let weights = [1, 5];
keep("in conversation", |i| i.messages > weights[2]);"#,
            r#"let weights = [1, 5];
keep("in conversation", |i| i.messages > weights[1]);"#,
        ),
    row(codes::NOT_A_VALUE, "something stands in a formula that is no value")
        .means(
            "A formula computes with the columns of an invitation. The invitation as a whole, and \
             what only runs without giving anything, are no values.",
        )
        .example(
            r#"keep("in conversation", |i| i > 3);"#,
            r#"keep("in conversation", |i| i.messages > 3);"#,
        ),
    row(codes::NOT_COVERED, "a construct that formulas do not cover")
        .means(
            "A formula becomes one query over all invitations. What has to be done row by row, \
             such as printing or a loop that lasts as long as a column says, cannot be part of it.",
        )
        .example(
            r#"keep("client", |i| {
    let found = false;
    while !found { found = "client" in i.tags; }
    found
});"#,
            r#"keep("client", |i| "client" in i.tags);"#,
        ),
    row(codes::PARAMETERS, "a formula takes one parameter")
        .means("The closure given to a verb is asked of one invitation at a time.")
        .example(
            r#"keep("in conversation", |i, least| i.messages > least);"#,
            r#"let least = 3;
keep("in conversation", |i| i.messages > least);"#,
        ),
    row(codes::RECURSION, "a formula calls itself")
        .means(
            "A function that a formula calls is written into it, which never ends where the \
             function calls itself.",
        )
        .example(
            r#"fn weight(n) { if n < 1 { 0 } else { 1 + weight(n - 1) } }
keep("in conversation", |i| weight(i.messages) > 3);"#,
            r#"fn weight(n) { if n < 1 { 0 } else { n } }
keep("in conversation", |i| weight(i.messages) > 3);"#,
        ),
    row(codes::TYPE_MISMATCH, "a value of another type is needed")
        .means(
            "A text is no number, and a comparison of the two is most likely a slip. It is said \
             here, where Rhai alone would silently answer `false`.",
        )
        .example(r#"keep("client", |i| i.name > 3);"#, r#"keep("client", |i| i.name.len > 3);"#),
    row(codes::UNKNOWN_COLUMN, "there is no such column")
        .means(
            "The data have no column of that name. Without data, `--columns deal_size:int` says \
             which further columns a tracking sheet brings.",
        )
        .example(
            r#"keep("in conversation", |i| i.mesages > 0);"#,
            r#"keep("in conversation", |i| i.messages > 0);"#,
        ),
    row(codes::UNKNOWN_METHOD, "values of this type have no such method")
        .means("The help names the methods that there are.")
        .example(
            r#"keep("client", |i| i.name.begins_with("Ada"));"#,
            r#"keep("client", |i| i.name.starts_with("Ada"));"#,
        ),
    row(codes::VALUE_TYPE, "a value of this type cannot stand in a formula")
        .means(
            "A formula uses numbers, texts, true and false, days, and lists of one of these. Of a \
             map it uses one value, found by its name.",
        )
        .example(
            r#"let least = #{ client: 3 };
keep("in conversation", |i| i.messages > least);"#,
            r#"let least = #{ client: 3 };
keep("in conversation", |i| i.messages > least.client);"#,
        ),
];
