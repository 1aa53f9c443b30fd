//! The verbs of strategies: how each is written, and what it means.

#[derive(Debug)]
pub struct VerbRow {
    pub name: &'static str,
    /// Those in square brackets may be left out.
    pub parameters: &'static [&'static str],
    pub meaning: &'static str,
    /// A script that declares with it.
    pub example: &'static str,
}

impl VerbRow {
    /// How it is written.
    pub fn form(&self) -> String {
        format!("{}({})", self.name, self.parameters.join(", "))
    }
}

pub const VERBS: &[VerbRow] = &[
    VerbRow {
        name: "param",
        parameters: &["name", "default", "[help]"],
        meaning: "a typed parameter; `--set name=value` gives it another value of the same type",
        example: "let stale = param(\"stale_days\", 90, \"days after which one is stale\");",
    },
    VerbRow {
        name: "column",
        parameters: &["name", "value"],
        meaning: "a further column from a formula or expression, for the rules and formulas below \
                  it",
        example: "column(\"old\", |i| i.age_days >= 90);",
    },
    VerbRow {
        name: "keep",
        parameters: &["reason", "when"],
        meaning: "an invitation that matches stays",
        example: "keep(\"client\", |i| \"client\" in i.tags);",
    },
    VerbRow {
        name: "withdraw",
        parameters: &["reason", "when", "[options]"],
        meaning: "an invitation that matches is a candidate; the option `follow_up` says what to \
                  do once the person may be invited again",
        example: "withdraw(\"four months\", |i| i.age_days >= 120, #{ follow_up: \"write an \
                  e-mail\" });",
    },
    VerbRow {
        name: "prioritize",
        parameters: &["score"],
        meaning: "higher goes first within an account; ties: older first, then `id`; without it: \
                  oldest first",
        example: "prioritize(|i| i.age_days - if i.has_note { 30 } else { 0 });",
    },
    VerbRow {
        name: "target_pending",
        parameters: &["n"],
        meaning: "withdraws only as many as bring an account down to `n` pending",
        example: "target_pending(400);",
    },
    VerbRow {
        name: "at_most",
        parameters: &["n"],
        meaning: "at most `n` withdrawals for each account in this plan",
        example: "at_most(20);",
    },
];
