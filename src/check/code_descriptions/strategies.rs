//! The codes of the verbs: rules, parameters and columns that cannot be declared.

use super::{CodeDescription, row};
use crate::codes;

pub(super) const ROWS: &[CodeDescription] = &[
    row(codes::AMOUNT, "a number of invitations is below 0")
        .means("`at_most` and `target_pending` are given how many invitations: 0 or more.")
        .example(
            r#"withdraw("four months", |i| (i.age_days ?? 0) >= 120);
at_most(-10);"#,
            r#"withdraw("four months", |i| (i.age_days ?? 0) >= 120);
at_most(10);"#,
        ),
    row(codes::DECLARED_TWICE, "something is declared that can be declared once")
        .means("A parameter or column of one name, the order of the candidates and the figures \
             that limit a plan are each declared once.")
        .example(
r#"withdraw("four months", |i| (i.age_days ?? 0) >= 120);
at_most(10);
at_most(20);"#,
            r#"withdraw("four months", |i| (i.age_days ?? 0) >= 120);
at_most(10);"#,
        ),
    row(codes::FRAME, "a frame that is not one of invitations stands in a rule")
        .means("A rule is about invitations, which it knows by their `id`.")
        .example(
r#"keep("known", connections);"#,
r#"keep("known", pending.filter(|i| i.messages > 0));"#,
        ),
    row(codes::PARAM_TYPE, "a parameter cannot have such a default")
        .means("The default gives a parameter its type: a number, a text, true or false, a day, or \
             a list of texts.")
        .example(
r#"let least = param("least", #{ client: 3 }, "messages from which on a conversation counts");
keep("in conversation", |i| i.messages >= least.client);"#,
r#"let least = param("least", 3, "messages from which on a conversation counts");
keep("in conversation", |i| i.messages >= least);"#,
        ),
    row(codes::PARAM_VALUE, "a parameter was given a value of another type")
        .means("`--set` gives a parameter another value of the type of its default.")
        .set("least=few")
        .example(
r#"let least = param("least", 3, "messages from which on a conversation counts");
keep("in conversation", |i| i.messages >= least);"#,
r#"let least = param("least", "few", "how many messages count as a conversation");
keep("in conversation", |i| i.messages >= if least == "few" { 1 } else { 3 });"#,
        ),
    row(codes::REASON, "a rule has no reason")
        .means("The reason stands in the plan beside every invitation that the rule decides, for \
             whoever carries the plan out.")
        .example(
r#"keep("", |i| i.messages > 0);"#,
r#"keep("in conversation", |i| i.messages > 0);"#,
        ),
    row(codes::UNKNOWN_OPTION, "a verb has no such option")
        .means("`withdraw` takes `follow_up`: what to do once the person may be invited again.")
        .example(
r#"withdraw("never seen", |i| (i.age_days ?? 0) > 90, #{ folow_up: "call" });"#,
r#"withdraw("never seen", |i| (i.age_days ?? 0) > 90, #{ follow_up: "call" });"#,
        ),
    row(codes::UNKNOWN_PARAM, "the script has no such parameter")
        .means("`--set` names a parameter that the script does not declare.")
        .set("least=5")
        .example(
r#"let limit = param("limit", 3, "messages from which on a conversation counts");
keep("in conversation", |i| i.messages >= limit);"#,
r#"let least = param("least", 3, "messages from which on a conversation counts");
keep("in conversation", |i| i.messages >= least);"#,
        ),
];
