//! What there is to say of a strategy to whoever uses it, as plain data.

/// A strategy, or another script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StrategyDocument {
    pub name: String,
    /// The text that it opens with, in Markdown.
    pub text: String,
    /// Its parameters, in the order of the script.
    pub params: Vec<ParamText>,
    /// The columns that it adds, each with its formula.
    pub columns: Vec<(String, String)>,
    /// Its rules, in the order in which they are tried.
    pub rules: Vec<RuleText>,
    /// The score by which the candidates go; none where the oldest go first.
    pub order: Option<String>,
    /// How many invitations an account keeps pending.
    pub target_pending: Option<usize>,
    /// How many withdrawals an account has at most.
    pub at_most: Option<usize>,
    /// The columns of the data that it looks at.
    pub needs: Vec<ColumnText>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamText {
    pub name: String,
    /// Its default, as a script writes it.
    pub default: String,
    pub help: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// What it does: `keep` or `withdraw`.
    pub verb: &'static str,
    pub reason: String,
    /// Which invitations, as a formula.
    pub when: String,
    /// What to do once the person may be invited again.
    pub follow_up: Option<String>,
}

/// A column of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnText {
    pub name: String,
    /// What it holds: a type in words.
    pub of_type: String,
    /// What it means; none where it is a sheet's own.
    pub meaning: Option<&'static str>,
}
