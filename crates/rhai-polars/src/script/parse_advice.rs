//! Advice for what the parser stumbles over: words and signs of other languages, brackets and
//! semicolons left out, a column or a closure's name without what belongs before it.

use super::domain::Domain;
use crate::nearest::nearest;
use miette::SourceSpan;
use rhai::{LexError, ParseErrorType};

/// What other languages write, and what to write here.
const SLIPS: &[(&[&str], &str)] = &[
    (&["and", "AND", "And"], "write `&&` for \"and\""),
    (&["or", "OR", "Or"], "write `||` for \"or\""),
    (&["not", "NOT", "Not"], "write `!` for \"not\", as in `!i.has_note`"),
    (&["is", "IS", "equals"], "write `==`; whether a value is missing is `i.company == ()`"),
    (&["isnt", "<>", "!==", "=/="], "write `!=`"),
    (&["==="], "write `==`"),
    (
        &["like", "LIKE", "ilike", "contains", "matches"],
        "write `i.name.contains(\"part\")`, or `i.name.matches(\"(?i)part\")`",
    ),
    (
        &["between", "BETWEEN"],
        "write `30 < i.age_days && i.age_days < 90`, or `i.age_days in 30..90`",
    ),
    (
        &["null", "NULL", "nil", "none", "None", "undefined", "NaN"],
        "what is missing is `()`, as in `i.company == ()`",
    ),
    (&["True", "TRUE"], "write `true`"),
    (&["False", "FALSE"], "write `false`"),
    (
        &["then", "elif", "elsif", "elseif", "?"],
        "write `if condition { … } else if other { … } else { … }`",
    ),
    (
        &["var", "val", "auto", "int", "string", "float", "bool"],
        "declare a variable with `let`, as in `let stale = 90;`",
    ),
    (
        &["def", "function", "func", "lambda", "sub"],
        "declare a function with `fn`, as in `fn is_old(i) { i.age_days > 90 }`",
    ),
    (&["=>"], "write a closure as `|i| i.age_days > 90`"),
    (&["++"], "write `n += 1;`"),
    (&["--"], "write `n -= 1;`"),
    (&["case", "match"], "write `switch i.kind { \"inmail\" => 1, _ => 2 }`"),
    (&["foreach"], "write `for x in list { … }`"),
    (
        &["import", "from", "use", "require", "include"],
        "write `import \"name\" as name;` at the top of the script",
    ),
    (&["end", "endif", "begin"], "blocks stand in `{` and `}`"),
];

/// What stands at a place of a script.
pub(super) struct Stumbled<'a> {
    text: &'a str,
    span: SourceSpan,
    domain: &'static Domain,
}

impl<'a> Stumbled<'a> {
    pub(super) fn new(text: &'a str, span: SourceSpan, domain: &'static Domain) -> Self {
        Self { text, span, domain }
    }

    fn token(&self) -> &'a str {
        self.text.get(self.span.offset()..self.span.offset() + self.span.len()).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.span.offset() + self.span.len()..).unwrap_or_default().trim_start()
    }

    /// Whether nothing but white space stands before it on its line.
    fn begins_a_line(&self) -> bool {
        let before = self.text.get(..self.span.offset()).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
    }

    /// What to write where the parser does not know how to go on.
    pub(super) fn syntax(&self, error: &ParseErrorType) -> Option<String> {
        use ParseErrorType as P;
        let advice = match error {
            P::BadInput(LexError::UnterminatedString) => {
                "close the text with `\"`; one of several lines stands between backticks"
            }
            P::BadInput(LexError::MalformedChar(_)) => {
                "texts stand in double quotes: `\"pending\"`"
            }
            P::BadInput(LexError::UnexpectedInput(c)) if !c.is_ascii() => {
                "names are made of ASCII letters; put others into quotes, as in `i[\"Größe\"]`"
            }
            P::WrongSwitchCaseCondition => {
                "`_` takes no condition: let it give `if condition { … } else { … }`"
            }
            P::ExprExpected(what) if what.contains("literal") => {
                "a case is a number, a text, a range or several with `|`; conditions go into \
                 `if … else if …`"
            }
            P::WrongSwitchIntegerCase => "move it up: single numbers come before ranges",
            P::ExprTooDeep => {
                "ask `i.company in [\"a\", \"b\"]` instead of many `||`, and give parts names with \
                 `let`"
            }
            P::Reserved(word) if word == "match" && self.follows(".") => {
                "write `.matches(\"pattern\")`"
            }
            P::UnexpectedEOF => "the script ends before a bracket is closed",
            P::Reserved(_) => {
                let other = "the language keeps this word for itself: take another name";
                self.slip().unwrap_or(other)
            }
            _ => return self.slip().or_else(|| self.missing(error)).map(Into::into),
        };
        Some(advice.into())
    }

    /// The advice for a word or sign of another language, at the place or right after it.
    fn slip(&self) -> Option<&'static str> {
        let advice_for = |token: &str| {
            let row = SLIPS.iter().find(|(words, _)| words.contains(&token));
            row.map(|(_, advice)| *advice)
        };
        let before = self.text.get(..self.span.offset()).unwrap_or_default();
        let last = before.trim_end().chars().next_back();
        let joined: String = last.into_iter().chain(self.token().chars()).collect();
        advice_for(self.token()).or_else(|| advice_for(&joined))
    }

    fn missing(&self, error: &ParseErrorType) -> Option<&'static str> {
        let ParseErrorType::MissingToken(token, what) = error else { return None };
        let ends = self.begins_a_line() || matches!(self.token(), ";" | "}" | "");
        Some(match token.as_str() {
            "," if what.contains("function call") && ends && self.is_in_a_bare_closure() => {
                "a closure of several statements stands in braces: `|i| { … }`; else close the \
                 call with `)`"
            }
            "," if what.contains("function call") && ends => {
                "the call before it is not closed: write `)`, and `;` after it"
            }
            "," if what.contains("function call") => {
                "a `,` between the arguments, or `)` after them"
            }
            ";" if self.token() == ")" && self.closes_what_is_not_open() => {
                "one `)` too many: nothing before it is open"
            }
            ";" if self.token() == ")" => "a `{` before it is not closed: write `}`",
            ";" if self.begins_a_line() => "end the line before it with `;`",
            ";" => "end the statement before it with `;`",
            "{" => "what `if`, `for` and `fn` do stands in `{` and `}`",
            ")" | "]" | "}" => "a bracket before it is not closed",
            _ => return None,
        })
    }

    /// What to write in place of a variable that is not there; `names` are those that are.
    pub(super) fn variable(&self, name: &str, names: &[String]) -> String {
        if names.iter().any(|known| known == name) {
            return handed_over(name);
        }
        if self.is_in_a_function() && declared(self.text).contains(&name) {
            let is_constant = after(self.text, &["const"]).contains(&name);
            if is_constant {
                return format!("a function asks a constant of the script as `global::{name}`");
            }
            return handed_over(name);
        }
        if self.rest().starts_with("=>") || self.asks_a_column() {
            return format!("a formula is a closure: `|{name}| {name}.age_days > 90`");
        }
        if self.domain.is_column(name) {
            return format!("it is a column: ask the invitation for it, as in `i.{name}`");
        }
        if let Some(slip) = self.slip() {
            return slip.into();
        }
        let declared = declared(self.text);
        let variables = names.iter().filter(|form| !form.contains('(')).map(String::as_str);
        match nearest(name, variables.chain(declared.iter().copied()))[..] {
            [] if self.is_an_index() => {
                format!("a column's name stands in quotes: `i[\"{name}\"]`")
            }
            // So short a name is that of a row, and there is no row outside of a closure.
            [] if name.chars().count() == 1 => {
                format!("a closure gives a row its name: `|{name}| {name}.age_days > 90`")
            }
            [] => format!("declare it before it is used: `let {name} = …;`"),
            [one] => format!("did you mean `{one}`?"),
            ref several => format!("did you mean one of `{}`?", several.join("`, `")),
        }
    }

    fn before(&self) -> &'a str {
        self.text.get(..self.span.offset()).unwrap_or_default()
    }

    /// Whether this stands right before it.
    fn follows(&self, sign: &str) -> bool {
        self.before().trim_end().ends_with(sign)
    }

    /// Whether it ends the first statement of a closure without braces.
    fn is_in_a_bare_closure(&self) -> bool {
        let before = self.before();
        let line = before.rsplit([';', '\n']).next().unwrap_or_default();
        self.token() == ";"
            && line.rsplit_once('|').is_some_and(|(bars, body)| {
                bars.contains('|') && !body.trim_start().starts_with('{') && !body.is_empty()
            })
    }

    /// Whether more brackets are closed before it than are open.
    fn closes_what_is_not_open(&self) -> bool {
        let before = self.before();
        before.matches('(').count() <= before.matches(')').count()
    }

    /// Whether it stands alone between `[` and `]`.
    fn is_an_index(&self) -> bool {
        self.follows("[") && self.rest().starts_with(']')
    }

    /// Whether it stands in the body of a function.
    fn is_in_a_function(&self) -> bool {
        let before = self.before();
        let body = before.rfind("fn ").and_then(|at| before.get(at..)).unwrap_or_default();
        body.matches('{').count() > body.matches('}').count()
    }

    /// Whether a column's name follows after a dot.
    fn asks_a_column(&self) -> bool {
        let Some(rest) = self.rest().strip_prefix('.') else { return false };
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        self.domain.is_column(&rest[..end])
    }
}

fn handed_over(name: &str) -> String {
    format!("a function sees only what it is given: hand it `{name}` as an argument")
}

/// The names that a script declares anywhere.
fn declared(text: &str) -> Vec<&str> {
    after(text, &["let", "const", "for", "as"])
}

/// The names that stand after one of these words, each once.
fn after<'a>(text: &'a str, words: &[&str]) -> Vec<&'a str> {
    let words_in_text: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let pairs = words_in_text.windows(2).filter(|pair| words.contains(&pair[0]));
    let mut names: Vec<&str> = pairs.map(|pair| pair[1]).collect();
    names.sort_unstable();
    names.dedup();
    names
}
