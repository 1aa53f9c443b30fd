//! Random closures of the covered language, made from a tape of choices, and random frames.

use polars::prelude::*;

/// A type of the random language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Int,
    Float,
    Bool,
    Text,
}

/// An expression.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Column(&'static str),
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(&'static str),
    /// The variable `s`.
    Sum,
    Binary(&'static str, Box<Self>, Box<Self>),
    Unary(&'static str, Box<Self>),
    If(Box<Self>, Box<Self>, Box<Self>),
    IsMissing(Box<Self>, bool),
    /// A value, a list of literals, whether it is not in it.
    In(Box<Self>, Vec<Self>),
    Range(Box<Self>, i64, i64),
    Method(&'static str, Vec<Self>),
    /// A subject, cases with guards, a default.
    Switch(Box<Self>, Vec<(Self, Option<Self>, Self)>, Box<Self>),
    Tag(&'static str),
}

/// A statement.
#[derive(Clone, Debug)]
pub(crate) enum Statement {
    Add(Option<Expression>, Expression),
    Return(Expression, Expression),
    /// So many turns; leaves or goes on by a condition; adds.
    For(i64, &'static str, Expression, Expression),
}

/// A body whose variable `s` starts with the first expression.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) start: Expression,
    pub(crate) statements: Vec<Statement>,
    pub(crate) result: Expression,
}

/// Choices; past its end all are the first.
pub(crate) struct Tape<'a>(pub(crate) std::slice::Iter<'a, u8>);

pub(crate) const INTS: [i64; 12] =
    [0, 1, -1, 2, 3, 7, 90, -90, i64::MAX, i64::MIN, i64::MAX - 1, 1 << 53];
pub(crate) const FLOATS: [f64; 14] = [
    0.0,
    1.5,
    -0.0,
    -2.5,
    0.1,
    0.3,
    0.2,
    90.0,
    1e308,
    -1e308,
    1e-300,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];
pub(crate) const TEXTS: [&str; 9] =
    ["", "Ada", "a", "Zoë", "a,b", "İstanbul", "ΑΣ Σ", "  x ", "日本語"];

impl Tape<'_> {
    fn pick(&mut self, of: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % of)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.pick(of.len())]
    }

    fn boxed(&mut self, kind: Kind, depth: usize, sum: bool) -> Box<Expression> {
        Box::new(self.expression(kind, depth, sum))
    }

    fn literal(&mut self, kind: Kind) -> Expression {
        match kind {
            Kind::Int => Expression::Int(self.one(&INTS)),
            // Rhai has no literals for what is not finite.
            Kind::Float => Expression::Float(self.one(&FLOATS[..11])),
            Kind::Bool => Expression::Bool(self.pick(2) == 0),
            Kind::Text => Expression::Text(self.one(&TEXTS)),
        }
    }

    pub(crate) fn expression(&mut self, kind: Kind, depth: usize, sum: bool) -> Expression {
        use Expression as E;
        if depth == 0 || self.pick(6) == 0 {
            return match (kind, self.pick(4)) {
                (Kind::Int, 0) if sum => E::Sum,
                (_, 3) => self.literal(kind),
                (Kind::Int, n) => E::Column(["i", "j", "i"][n]),
                (Kind::Float, n) => E::Column(["f", "g", "f"][n]),
                (Kind::Bool, n) => E::Column(["p", "q", "p"][n]),
                (Kind::Text, n) => E::Column(["t", "u", "t"][n]),
            };
        }
        let d = depth - 1;
        match self.pick(10) {
            0 => E::If(
                self.boxed(Kind::Bool, d, sum),
                self.boxed(kind, d, sum),
                self.boxed(kind, d, sum),
            ),
            1 => E::Binary("??", self.boxed(kind, d, sum), self.boxed(kind, d, sum)),
            2 if kind != Kind::Bool => {
                let on = if self.pick(2) == 0 { Kind::Int } else { Kind::Text };
                let subject = self.boxed(on, d, sum);
                let mut literals: Vec<Expression> = vec![];
                for _ in 0..=self.pick(3) {
                    literals.push(self.literal(on));
                }
                let cases = literals.into_iter().map(|literal| {
                    let guard = (self.pick(3) == 0).then(|| self.expression(Kind::Bool, 0, sum));
                    (literal, guard, self.expression(kind, d.min(1), sum))
                });
                let cases = cases.collect();
                E::Switch(subject, cases, self.boxed(kind, d, sum))
            }
            _ => self.operation(kind, d, sum),
        }
    }

    fn operation(&mut self, kind: Kind, d: usize, sum: bool) -> Expression {
        use Expression as E;
        match kind {
            Kind::Int => match self.pick(9) {
                7 => E::Unary("-", self.boxed(kind, d, sum)),
                8 => {
                    let how = self.pick(6);
                    let text = self.expression(Kind::Text, d, sum);
                    match how {
                        0 => E::Method("len", vec![text]),
                        1 => E::Method("index_of", vec![text, self.literal(Kind::Text)]),
                        2 => E::Method("abs", vec![self.expression(kind, d, sum)]),
                        3 => E::Method("to_int", vec![self.expression(Kind::Float, d, sum)]),
                        _ => {
                            let name = self.one(&["min", "max"]);
                            let both =
                                vec![self.expression(kind, d, sum), self.expression(kind, d, sum)];
                            E::Method(name, both)
                        }
                    }
                }
                n => {
                    let sign = ["+", "-", "*", "/", "%", "+", "**"][n];
                    E::Binary(sign, self.boxed(kind, d, sum), self.boxed(kind, d, sum))
                }
            },
            Kind::Float => {
                if self.pick(4) == 0 {
                    let name = self.one(&["floor", "ceiling", "round", "abs", "sqrt", "to_float"]);
                    return E::Method(name, vec![self.expression(kind, d, sum)]);
                }
                let sign = self.one(&["+", "-", "*", "/", "%"]);
                let other = if self.pick(3) == 0 { Kind::Int } else { Kind::Float };
                let sides = (self.boxed(kind, d, sum), self.boxed(other, d, sum));
                if self.pick(2) == 0 {
                    E::Binary(sign, sides.0, sides.1)
                } else {
                    E::Binary(sign, sides.1, sides.0)
                }
            }
            Kind::Text => match self.pick(7) {
                0 => E::Method("to_lower", vec![self.expression(kind, d, sum)]),
                1 => E::Method("to_upper", vec![self.expression(kind, d, sum)]),
                2 => E::Method("trim", vec![self.expression(kind, d, sum)]),
                3 => {
                    let text = self.expression(kind, d, sum);
                    let (start, length) = (self.expression(Kind::Int, 0, sum), self.one(&INTS));
                    E::Method("sub_string", vec![text, start, E::Int(length)])
                }
                4 => E::Method(
                    "to_string",
                    vec![{
                        let of = self.one(&[Kind::Int, Kind::Float, Kind::Bool]);
                        self.expression(of, d, sum)
                    }],
                ),
                5 => E::Method(
                    "replace",
                    vec![self.expression(kind, d, sum), self.literal(kind), self.literal(kind)],
                ),
                _ => E::Binary("+", self.boxed(kind, d, sum), self.boxed(kind, d, sum)),
            },
            Kind::Bool => match self.pick(10) {
                0 => E::Unary("!", self.boxed(kind, d, sum)),
                1 => E::Binary("&&", self.boxed(kind, d, sum), self.boxed(kind, d, sum)),
                2 => E::Binary("||", self.boxed(kind, d, sum), self.boxed(kind, d, sum)),
                3 => {
                    let of = self.one(&[Kind::Int, Kind::Float, Kind::Bool, Kind::Text]);
                    E::IsMissing(self.boxed(of, d, sum), self.pick(2) == 0)
                }
                4 => {
                    let of = self.one(&[Kind::Int, Kind::Float, Kind::Text]);
                    let list = (0..self.pick(4)).map(|_| self.literal(of)).collect();
                    E::In(self.boxed(of, d, sum), list)
                }
                5 => E::Range(self.boxed(Kind::Int, d, sum), self.one(&INTS), self.one(&INTS)),
                6 => {
                    let name = self.one(&["contains", "starts_with", "ends_with"]);
                    E::Method(
                        name,
                        vec![
                            self.expression(Kind::Text, d, sum),
                            self.expression(Kind::Text, d, sum),
                        ],
                    )
                }
                7 => E::Tag(self.one(&TEXTS)),
                n => {
                    let sign = self.one(&["==", "!=", "<", "<=", ">", ">="]);
                    let (a, b) = if n == 8 {
                        let of = self.one(&[Kind::Int, Kind::Text, Kind::Bool]);
                        (of, of)
                    } else {
                        (Kind::Float, self.one(&[Kind::Float, Kind::Int]))
                    };
                    E::Binary(sign, self.boxed(a, d, sum), self.boxed(b, d, sum))
                }
            },
        }
    }

    pub(crate) fn body(&mut self) -> Body {
        // A column: of a constant the compiler knows where both branches leave it the same.
        let start = Expression::Column(self.one(&["i", "j"]));
        let statements = (0..self.pick(6)).map(|_| match self.pick(4) {
            0 => Statement::Return(
                self.expression(Kind::Bool, 2, true),
                self.expression(Kind::Int, 1, true),
            ),
            1 => Statement::For(
                i64::try_from(self.pick(4)).unwrap(),
                self.one(&["break", "continue"]),
                self.expression(Kind::Bool, 1, true),
                self.expression(Kind::Int, 1, true),
            ),
            2 => Statement::Add(None, self.expression(Kind::Int, 2, true)),
            _ => Statement::Add(
                Some(self.expression(Kind::Bool, 2, true)),
                self.expression(Kind::Int, 1, true),
            ),
        });
        let statements = statements.collect();
        Body { start, statements, result: self.expression(Kind::Int, 1, true) }
    }

    fn cell<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        (self.pick(4) != 0).then(|| self.one(of))
    }

    /// A frame of so many rows with two columns of each type and a list of texts.
    pub(crate) fn frame(&mut self, rows: usize) -> DataFrame {
        let ints = |this: &mut Self| (0..rows).map(|_| this.cell(&INTS)).collect::<Vec<_>>();
        let floats = |this: &mut Self| (0..rows).map(|_| this.cell(&FLOATS)).collect::<Vec<_>>();
        let bools =
            |this: &mut Self| (0..rows).map(|_| this.cell(&[true, false])).collect::<Vec<_>>();
        let texts = |this: &mut Self| (0..rows).map(|_| this.cell(&TEXTS)).collect::<Vec<_>>();
        let mut frame = df!(
            "i" => ints(self), "j" => ints(self), "f" => floats(self), "g" => floats(self),
            "p" => bools(self), "q" => bools(self), "t" => texts(self), "u" => texts(self),
        )
        .unwrap();
        let lists: ListChunked = (0..rows)
            .map(|_| {
                let count = self.cell(&[0_usize, 1, 2, 3])?;
                let items = (0..count).map(|_| self.one(&TEXTS)).collect::<Vec<_>>();
                Some(Series::new("".into(), items))
            })
            .collect();
        let lists = lists.cast(&DataType::List(Box::new(DataType::String))).unwrap();
        frame.with_column(lists.with_name("tags".into()).into_column()).unwrap();
        frame
    }
}

impl Expression {
    /// As a script has it.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Column(name) => format!("r.{name}"),
            Self::Int(i64::MIN) => "(-9223372036854775807 - 1)".into(),
            Self::Int(number) => format!("({number})"),
            Self::Float(number) => format!("({number:?})").replace('e', ".0e").replace("-.", "-0."),
            Self::Bool(truth) => truth.to_string(),
            Self::Text(text) => format!("{text:?}"),
            Self::Sum => "s".into(),
            Self::Binary(sign, a, b) => format!("({} {sign} {})", a.source(), b.source()),
            Self::Unary(sign, a) => format!("({sign}{})", a.source()),
            Self::If(c, a, b) => {
                format!("(if {} {{ {} }} else {{ {} }})", c.source(), a.source(), b.source())
            }
            Self::IsMissing(a, is) => {
                format!("({} {} ())", a.source(), if *is { "==" } else { "!=" })
            }
            Self::In(a, list) => {
                let list: Vec<String> = list.iter().map(Self::source).collect();
                format!("({} in [{}])", a.source(), list.join(", "))
            }
            Self::Range(a, least, end) => {
                let (least, end) = (Self::Int(*least).source(), Self::Int(*end).source());
                format!("({} in {least}..{end})", a.source())
            }
            Self::Method(name, all) => {
                let rest: Vec<String> = all[1..].iter().map(Self::source).collect();
                format!("({}).{name}({})", all[0].source(), rest.join(", "))
            }
            Self::Switch(subject, cases, default) => {
                let cases = cases.iter().map(|(literal, guard, value)| {
                    let literal = match literal {
                        Self::Int(i64::MIN) => "-9223372036854775807".into(),
                        Self::Int(number) => number.to_string(),
                        other => other.source(),
                    };
                    let guard = guard.as_ref().map(|g| format!(" if {}", g.source()));
                    format!("{literal}{} => {}, ", guard.unwrap_or_default(), value.source())
                });
                let cases: String = cases.collect();
                format!("(switch {} {{ {cases}_ => {} }})", subject.source(), default.source())
            }
            Self::Tag(text) => format!("(r.tags.any(|tag| tag.contains({text:?})))"),
        }
    }
}

impl Body {
    /// As a closure.
    pub(crate) fn source(&self) -> String {
        let mut text = format!("|r| {{ let s = {}; ", self.start.source());
        for statement in &self.statements {
            let said = match statement {
                Statement::Add(None, amount) => format!("s += {}; ", amount.source()),
                Statement::Add(Some(when), amount) => {
                    format!("if {} {{ s += {}; }} ", when.source(), amount.source())
                }
                Statement::Return(when, value) => {
                    format!("if {} {{ return {}; }} ", when.source(), value.source())
                }
                Statement::For(turns, leave, when, amount) => format!(
                    "for x in 0..{turns} {{ if {} {{ {leave}; }} s += {} + x; }} ",
                    when.source(),
                    amount.source()
                ),
            };
            text.push_str(&said);
        }
        format!("{text}{} }}", self.result.source())
    }
}
