//! Advice for what the parser stumbles over: words and signs of other languages, brackets and
//! semicolons left out, a column or a closure's name without what belongs before it.

use super::domain::Domain;
use super::rhai_texts::{is_literal, is_of_call};
use crate::nearest::nearest;
use crate::syntax::{SpannedToken, Tokens};
use miette::SourceSpan;
use rhai::{LexError, ParseErrorType, Token};

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
pub(super) struct ErrorSite<'a> {
    text: &'a str,
    span: SourceSpan,
    tokens: Tokens,
    domain: &'static Domain,
}

impl<'a> ErrorSite<'a> {
    pub(super) fn new(text: &'a str, span: SourceSpan, domain: &'static Domain) -> Self {
        Self { text, span, tokens: Tokens::read(text), domain }
    }

    fn token(&self) -> &'a str {
        self.text.get(self.span.offset()..self.span.offset() + self.span.len()).unwrap_or_default()
    }

    /// The tokens before it.
    fn before(&self) -> &[SpannedToken] {
        let tokens = self.tokens.list();
        &tokens[..tokens.partition_point(|token| token.span.end <= self.span.offset())]
    }

    /// The token that comes so many after it.
    fn after(&self, count: usize) -> Option<&SpannedToken> {
        let end = self.span.offset() + self.span.len();
        let tokens = self.tokens.list();
        tokens.get(tokens.partition_point(|token| token.span.start < end) + count)
    }

    /// Whether this comes right after it.
    fn precedes(&self, token: &Token) -> bool {
        self.after(0).is_some_and(|after| after.token == *token)
    }

    /// Whether it comes right after this.
    fn follows(&self, token: &Token) -> bool {
        self.before().last().is_some_and(|before| before.token == *token)
    }

    /// Whether nothing but white space stands before it on its line.
    fn begins_a_line(&self) -> bool {
        let before = self.text.get(..self.span.offset()).unwrap_or_default();
        before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
    }

    /// What to write where the parser does not know how to go on.
    pub(super) fn syntax_advice(&self, error: &ParseErrorType) -> Option<String> {
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
            P::ExprExpected(what) if is_literal(what) => {
                "a case is a number, a text, a range or several with `|`; conditions go into \
                 `if … else if …`"
            }
            P::WrongSwitchIntegerCase => "move it up: single numbers come before ranges",
            P::ExprTooDeep => {
                "ask `i.company in [\"a\", \"b\"]` instead of many `||`, and give parts names with \
                 `let`"
            }
            P::Reserved(word) if word == "match" && self.follows(&Token::Period) => {
                "write `.matches(\"pattern\")`"
            }
            P::UnexpectedEOF => "the script ends before a bracket is closed",
            P::Reserved(_) => {
                let other = "the language keeps this word for itself: take another name";
                self.foreign_word_advice().unwrap_or(other)
            }
            _ => return self.foreign_word_advice().or_else(|| self.missing(error)).map(Into::into),
        };
        Some(advice.into())
    }

    /// The advice for a word or sign of another language, at the place or right after it.
    fn foreign_word_advice(&self) -> Option<&'static str> {
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
            "," if is_of_call(what) && ends && self.is_in_a_bare_closure() => {
                "a closure of several statements stands in braces: `|i| { … }`; else close the \
                 call with `)`"
            }
            "," if is_of_call(what) && ends => {
                "the call before it is not closed: write `)`, and `;` after it"
            }
            "," if is_of_call(what) => "a `,` between the arguments, or `)` after them",
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
    pub(super) fn unknown_variable_advice(&self, name: &str, names: &[String]) -> String {
        if names.iter().any(|known| known == name) {
            return handed_over(name);
        }
        let declared = self.declared_names();
        if self.is_in_a_function() && declared.iter().any(|(_, declared)| *declared == name) {
            let is_constant = declared.contains(&(&Token::Const, name));
            if is_constant {
                return format!("a function asks a constant of the script as `global::{name}`");
            }
            return handed_over(name);
        }
        if self.precedes(&Token::DoubleArrow) || self.asks_a_column() {
            return format!("a formula is a closure: `|{name}| {name}.age_days > 90`");
        }
        if self.domain.is_column(name) {
            return format!("it is a column: ask the invitation for it, as in `i.{name}`");
        }
        if let Some(slip) = self.foreign_word_advice() {
            return slip.into();
        }
        let variables = names.iter().filter(|form| !form.contains('(')).map(String::as_str);
        match nearest(name, variables.chain(declared.into_iter().map(|(_, name)| name)))[..] {
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

    /// Whether it ends the first statement of a closure without braces.
    fn is_in_a_bare_closure(&self) -> bool {
        let statement = self.before().rsplit(|token| token.token == Token::SemiColon).next();
        let mut bars = statement.unwrap_or_default().rsplit(|token| token.token == Token::Pipe);
        let (body, is_closure) = (bars.next().and_then(<[_]>::first), bars.nth(1).is_some());
        is_closure && self.token() == ";" && body.is_some_and(|body| body.token != Token::LeftBrace)
    }

    /// Whether more brackets are closed before it than are open.
    fn closes_what_is_not_open(&self) -> bool {
        let count = |bracket| self.before().iter().filter(|token| token.token == bracket).count();
        count(Token::LeftParen) <= count(Token::RightParen)
    }

    /// Whether it stands alone between `[` and `]`.
    fn is_an_index(&self) -> bool {
        self.follows(&Token::LeftBracket) && self.precedes(&Token::RightBracket)
    }

    /// Whether it stands in the body of a function.
    fn is_in_a_function(&self) -> bool {
        let after_keyword = self.before().rsplit(|token| token.token == Token::Fn);
        let is_function = self.before().iter().any(|token| token.token == Token::Fn);
        let body = after_keyword.into_iter().next().filter(|_| is_function).unwrap_or_default();
        let opens =
            |token: &&SpannedToken| matches!(token.token, Token::LeftBrace | Token::MapStart);
        let closes = |token: &&SpannedToken| token.token == Token::RightBrace;
        body.iter().filter(opens).count() > body.iter().filter(closes).count()
    }

    /// Whether a column's name follows after a dot.
    fn asks_a_column(&self) -> bool {
        let column = self.after(1).and_then(SpannedToken::name);
        self.precedes(&Token::Period) && column.is_some_and(|column| self.domain.is_column(column))
    }

    /// The names that the script declares anywhere, each with the word that does.
    fn declared_names(&self) -> Vec<(&Token, &str)> {
        let tokens = self.tokens.list().iter().filter(|token| token.token != Token::LeftParen);
        let names = tokens.clone().zip(tokens.skip(1)).filter_map(|(word, name)| {
            let declares = matches!(word.token, Token::Let | Token::Const | Token::For | Token::As);
            declares.then_some((&word.token, name.name()?))
        });
        names.collect()
    }
}

fn handed_over(name: &str) -> String {
    format!("a function sees only what it is given: hand it `{name}` as an argument")
}
