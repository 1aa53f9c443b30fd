//! The codes of rules that run, and most likely do not do what was meant.

use super::{CodeDescription, row};
use crate::codes;

pub(super) const ROWS: &[CodeDescription] = &[
    row(codes::ALWAYS_MATCHES, "a rule matches every invitation")
        .means(
            "Whatever the data are, the condition is true, so no rule below this one is ever \
             tried. What each invitation is to be asked is most likely missing, or `||` stands for \
             `&&`.",
        )
        .example(
            r#"keep("in conversation", |i| i.messages > 3 || i.messages <= 3);"#,
            r#"keep("in conversation", |i| i.messages > 3);"#,
        ),
    row(codes::CARELESS_WITHDRAWAL, "a rule withdraws without a look at age, note or state")
        .means(
            "A withdrawal cannot be undone for three weeks, and most acceptances come within the \
             first. A rule that looks at none of these withdraws what was sent yesterday, too, \
             unless a rule above it keeps the young.",
        )
        .example(
            r#"withdraw("not on target", |i| !i.name.contains("Ltd"));"#,
            r#"keep("young", |i| (i.age_days ?? 0) < 30);
withdraw("not on target", |i| !i.name.contains("Ltd"));"#,
        ),
    row(codes::DIVISION_BY_ZERO, "a formula divides by zero")
        .means(
            "A division by zero is unknown, so what is computed with it is unknown in every row, \
             and a rule never fires on the unknown.",
        )
        .example(
            r#"keep("in conversation", |i| (i.messages / 0 ?? 3) > 1);"#,
            r#"keep("in conversation", |i| i.messages / 2 > 1);"#,
        ),
    row(codes::NEVER_MATCHES, "no invitation can match a rule")
        .means(
            "Whatever the data are, the condition is false or unknown: its parts contradict one \
             another.",
        )
        .example(
            r#"keep("in conversation", |i| i.messages > 3 && i.messages < 2);"#,
            r#"keep("in conversation", |i| i.messages > 2 && i.messages < 9);"#,
        ),
    row(codes::NO_RULES, "a strategy has no rule")
        .means(
            "The script says in which order invitations go, or how many, but not which: `plan` \
             refuses it.",
        )
        .example(
            "at_most(20);",
            r#"withdraw("four months", |i| (i.age_days ?? 0) >= 120);
at_most(20);"#,
        ),
    row(codes::NO_VALUE, "a condition does not always give an answer")
        .means(
            "An `if` without `else`, or a `return` that is not always reached, gives nothing in \
             the other rows. A rule is undecided there: it does not fire, and the plan counts it \
             as open.",
        )
        .example(
            r#"keep("in conversation", |i| { if i.messages > 3 { return true; } });"#,
            r#"keep("in conversation", |i| { if i.messages > 3 { return true; } false });"#,
        ),
    row(codes::SHADOWED, "an earlier rule decides whatever this one matches")
        .means(
            "The first rule that matches decides. Every invitation that this rule matches is \
             decided before it, by one rule or by several together.",
        )
        .example(
            r#"keep("in conversation", |i| i.messages > 1);
keep("in long conversation", |i| i.messages > 10);"#,
            r#"keep("in long conversation", |i| i.messages > 10);
keep("in conversation", |i| i.messages > 1);"#,
        ),
    row(codes::UNUSED_COLUMN, "nothing uses a column that the script declares")
        .means("Neither a rule, the order nor another column asks for it.")
        .example(
            r#"column("answered", |i| i.messages > 0);
keep("in conversation", |i| i.messages > 0);"#,
            r#"column("answered", |i| i.messages > 0);
keep("in conversation", |i| i.answered);"#,
        ),
    row(codes::UNUSED_PARAM, "nothing uses a parameter")
        .means("Whoever sets it would change nothing.")
        .example(
            r#"let least = param("least", 3, "messages from which on a conversation counts");
keep("in conversation", |i| i.messages >= 3);"#,
            r#"let least = param("least", 3, "messages from which on a conversation counts");
keep("in conversation", |i| i.messages >= least);"#,
        ),
    row(codes::NEEDS_DATA, "something cannot be checked without data")
        .means(
            "What the script computes here comes from the data, and there are none: a count is 0, \
             and there is no first row. Nothing is said of it, nor of what is made of it. Data \
             named beside the script are computed with.",
        )
        .example(
            r#"let share = 100 / pending.len();
keep("in conversation", |i| i.messages > share);"#,
            r#"let share = 100 / 20;
keep("in conversation", |i| i.messages > share);"#,
        ),
    row(codes::UNDECIDED_WHEN_MISSING, "a missing value leaves a rule undecided")
        .means(
            "What is compared with a missing value is unknown, and a rule fires only where its \
             condition is known to be true. Nothing has to be done where that is meant; else `??` \
             says what to take instead, and `== ()` asks whether the value is missing. The columns \
             named are those of the data, also where the rule asks through columns of the script.",
        )
        .example(
            r#"keep("has a note", |i| i.has_note);"#,
            r#"keep("has a note, as far as anybody knows", |i| i.has_note ?? true);"#,
        ),
];
