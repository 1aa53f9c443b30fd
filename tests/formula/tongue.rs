//! Closures over invitations that use every method of the table of methods, for the tests of
//! facts and of what `check` claims: each operand is drawn by its type alone.

use crate::random::Random;
use chrono::NaiveDate;
use polars::prelude::*;
use rescind_data::invitations::schema::COLUMNS;
use rhai_polars::formula::facts::Facts;
use rhai_polars::formula::methods::{METHODS, Method};
use rhai_polars::formula::types::Type;

/// Columns beside those of invitations, two of a type.
const FURTHER: [(&str, Type); 14] = [
    ("x", Type::Int),
    ("y", Type::Int),
    ("f", Type::Float),
    ("g", Type::Float),
    ("p", Type::Bool),
    ("q", Type::Bool),
    ("t", Type::Text),
    ("u", Type::Text),
    ("d", Type::Date),
    ("e", Type::Date),
    ("at", Type::Instant),
    ("by", Type::Instant),
    ("l", Type::TextList),
    ("n", Type::IntList),
];

const INTS: [i64; 16] = [
    0,
    1,
    -1,
    2,
    3,
    7,
    -3,
    90,
    1 << 31,
    -(1 << 31),
    1 << 53,
    (1 << 53) + 1,
    i64::MAX - 1,
    i64::MAX,
    i64::MIN,
    i64::MIN + 1,
];

const FLOATS: [f64; 18] = [
    0.0,
    -0.0,
    0.25,
    0.5,
    1.0,
    -1.5,
    2.5,
    0.1,
    90.0,
    1e-300,
    5e-324,
    9_007_199_254_740_993.0,
    9.223_372_036_854_776e18,
    f64::MAX,
    f64::MIN,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

const TEXTS: [&str; 10] =
    ["a", "b", "", "Zoë", "90", "-1.5", "NaN", "2026-01-31", "a,b", "👩\u{200d}👧"];

/// A method of a receiver of this type, and the type that it gives.
struct Way {
    method: &'static Method,
    receiver: Type,
    gives: Type,
}

/// What closures are made of.
pub(crate) struct Tongue {
    ways: Vec<Way>,
    columns: Vec<(&'static str, Type, &'static [&'static str])>,
}

impl Tongue {
    pub(crate) fn new() -> Self {
        let methods = METHODS.iter().flat_map(|topic| topic.iter());
        let ways = methods.flat_map(|method| {
            method.receivers.iter().map(move |receiver| {
                let others = method.parameters.iter().map(|parameter| parameter.types[0]);
                let types: Vec<Type> = [*receiver].into_iter().chain(others).collect();
                let gives = (method.result_type)(&types);
                Way { method, receiver: *receiver, gives }
            })
        });
        let documented = COLUMNS.iter().map(|column| {
            let of_type = Type::of_column(&column.column_type.dtype()).unwrap();
            (column.name, of_type, column.values)
        });
        let further = FURTHER.iter().map(|(name, of_type)| (*name, *of_type, [].as_slice()));
        Self { ways: ways.collect(), columns: documented.chain(further).collect() }
    }

    /// The columns of its frames.
    pub(crate) fn schema(&self) -> SchemaRef {
        let fields =
            self.columns.iter().map(|(name, of_type, _)| ((*name).into(), of_type.dtype()));
        Arc::new(fields.collect())
    }

    /// A closure that gives this type.
    pub(crate) fn closure(&self, random: &mut Random, kind: Type) -> String {
        format!("|i| {}", self.of(random, kind, 4))
    }

    /// An expression of a type.
    fn of(&self, random: &mut Random, kind: Type, depth: usize) -> String {
        if depth == 0 || random.below(6) == 0 {
            return self.leaf(random, kind);
        }
        let depth = depth - 1;
        match (random.below(12), kind) {
            (0..=3, Type::Int | Type::Float | Type::Text | Type::Date | Type::Instant) => {
                self.operated(random, kind, depth)
            }
            (0..=3, Type::Bool) => self.asked(random, depth),
            (4..=7, kind) => self.called(random, kind, depth),
            (8, Type::Int | Type::Float) => self.totalled(random, kind),
            (8, Type::Bool | Type::Text) => {
                let asked = ["tag == \"a\"", "tag.len > 1", "tag < \"b\""][random.below(3)];
                let text = format!("i.l.any(|tag| {asked})");
                if kind == Type::Bool { text } else { format!("({text}).to_string()") }
            }
            _ => self.chosen(random, kind, depth),
        }
    }

    /// A column or a literal.
    fn leaf(&self, random: &mut Random, kind: Type) -> String {
        if kind == Type::Number {
            return self.mixed(random, 0);
        }
        let own_type: Vec<&str> =
            self.columns.iter().filter(|column| column.1 == kind).map(|column| column.0).collect();
        match random.below(5) {
            0 | 1 if kind != Type::TextList => literal(random, kind),
            _ if own_type.is_empty() => literal(random, kind),
            2 => format!(
                "(i.{} ?? {})",
                own_type[random.below(own_type.len())],
                literal(random, kind)
            ),
            _ => format!("i.{}", own_type[random.below(own_type.len())]),
        }
    }

    fn mixed(&self, random: &mut Random, depth: usize) -> String {
        let (mut a, mut b) = (Type::Int, Type::Float);
        if random.below(2) == 0 {
            (a, b) = (b, a);
        }
        let condition = self.of(random, Type::Bool, depth);
        let (a, b) = (self.of(random, a, depth), self.of(random, b, depth));
        match random.below(4) {
            0 => format!("({a} ?? {b})"),
            _ => format!("(if {condition} {{ {a} }} else {{ {b} }})"),
        }
    }

    /// An operator.
    fn operated(&self, random: &mut Random, kind: Type, depth: usize) -> String {
        let sign = ["+", "-", "*", "/", "%", "**", "+", "-", "*"][random.below(9)];
        let mut part = |of| self.of(random, of, depth);
        match kind {
            Type::Int if sign == "**" => format!("(-{})", part(Type::Int)),
            Type::Int if sign == "%" && depth == 1 => {
                format!("({} - {})", part(Type::Date), part(Type::Date))
            }
            Type::Int if sign == "/" && depth == 1 => {
                format!("({} - {})", part(Type::Instant), part(Type::Date))
            }
            Type::Int => format!("({} {sign} {})", part(Type::Int), part(Type::Int)),
            Type::Float if depth == 1 => {
                format!("({} {sign} {})", part(Type::Float), part(Type::Int))
            }
            Type::Float => format!("({} {sign} {})", part(Type::Float), part(Type::Float)),
            Type::Text => format!("({} + {})", part(Type::Text), part(Type::Text)),
            day => format!("({} + {})", part(day), part(Type::Int)),
        }
    }

    /// A question.
    fn asked(&self, random: &mut Random, depth: usize) -> String {
        let sign = ["==", "!=", "<", "<=", ">", ">="][random.below(6)];
        let kind = [Type::Int, Type::Float, Type::Float, Type::Number][random.below(4)];
        let which = random.below(8);
        let bound = literal(random, if kind == Type::Number { Type::Float } else { kind });
        let mut part = |of| self.of(random, of, depth);
        match which {
            0..=3 => format!("({} {sign} {bound})", part(kind)),
            4 => format!("({} {sign} {})", part(kind), part(Type::Int)),
            5 => format!("({} && {})", part(Type::Bool), part(Type::Bool)),
            6 => format!("({} || !{})", part(Type::Bool), part(Type::Bool)),
            _ => format!("({} in [{bound}, {bound}])", part(kind)),
        }
    }

    /// A method.
    fn called(&self, random: &mut Random, kind: Type, depth: usize) -> String {
        let ways: Vec<&Way> = self.ways.iter().filter(|way| way.gives == kind).collect();
        if ways.is_empty() {
            return self.leaf(random, kind);
        }
        let way = ways[random.below(ways.len())];
        let receiver = self.of(random, way.receiver, depth);
        let mut arguments = vec![];
        // Extremes may be asked of both kinds of numbers.
        let shift = random.below(2);
        for parameter in way.method.parameters {
            let own_type = parameter.types[shift % parameter.types.len()];
            arguments.push(if parameter.constant {
                "\"a|b\"".into()
            } else {
                self.of(random, own_type, depth.saturating_sub(1))
            });
        }
        format!("({receiver}).{}({})", way.method.name, arguments.join(", "))
    }

    /// A window.
    fn totalled(&self, random: &mut Random, kind: Type) -> String {
        let key = ["t", "account", "p"][random.below(3)];
        let how = ["min_by", "max_by", "sum_by"][random.below(3)];
        match (kind, random.below(5)) {
            (Type::Int, 0) => format!("i.count_by(\"{key}\")"),
            (Type::Int, 1) => format!("i.rank_by(\"x\", \"{key}\")"),
            (Type::Float, 0) => format!("i.mean_by(\"x\", \"{key}\")"),
            (kind, _) => {
                let measured = self.of(random, kind, 1);
                format!("i.{how}(|r| {}, \"{key}\")", measured.replace("i.", "r."))
            }
        }
    }

    /// A choice.
    fn chosen(&self, random: &mut Random, kind: Type, depth: usize) -> String {
        if kind == Type::Number {
            return self.mixed(random, depth);
        }
        let which = random.below(8);
        let fixed = [literal(random, kind), literal(random, kind)];
        let mut part = |of| self.of(random, of, depth);
        match which {
            0 => format!("({} ?? {})", part(kind), part(kind)),
            1 => format!(
                "(switch {} {{ 0 => {}, 1..90 => {}, _ => {} }})",
                part(Type::Int),
                part(kind),
                part(kind),
                fixed[0]
            ),
            2 if kind != Type::TextList => {
                format!("([{}, {}][{}])", fixed[0], fixed[1], part(Type::Int))
            }
            3 if kind != Type::TextList => {
                format!("(#{{ a: {}, b: {} }}[{}])", fixed[0], fixed[1], part(Type::Text))
            }
            4 | 5 if matches!(kind, Type::Int | Type::Float) => {
                let (condition, start) = (part(Type::Bool), part(kind));
                let by = ["+", "-", "*"][random.below(3)];
                format!(
                    "({{ let s = {start}; for k in [1, -2] {{ if {condition} {{ s {by}= {}; }} }} \
                     s }})",
                    literal(random, kind)
                )
            }
            _ => {
                format!("(if {} {{ {} }} else {{ {} }})", part(Type::Bool), part(kind), part(kind))
            }
        }
    }

    /// Rows of values of every column's type; those of invitations are within `bounds`.
    pub(crate) fn frame(
        &self,
        random: &mut Random,
        rows: usize,
        bounds: impl Fn(&str) -> Facts,
    ) -> DataFrame {
        let columns = self.columns.iter().map(|(name, of_type, words)| {
            let facts = bounds(name);
            let cells = (0..rows).map(|_| {
                if facts.nullable && random.below(8) == 0 {
                    return AnyValue::Null;
                }
                cell(random, *of_type, facts, words)
            });
            let cells: Vec<AnyValue> = cells.collect();
            let dtype = of_type.dtype();
            Series::from_any_values_and_dtype((*name).into(), &cells, &dtype, true).unwrap()
        });
        let columns = columns.map(IntoColumn::into_column).collect();
        DataFrame::new(rows, columns).unwrap()
    }
}

/// A value of a column.
fn cell<'a>(random: &mut Random, of_type: Type, facts: Facts, words: &[&'a str]) -> AnyValue<'a> {
    match of_type {
        Type::Bool => AnyValue::Boolean(random.below(2) == 0),
        Type::Int => AnyValue::Int64(whole(random, facts)),
        Type::Float => AnyValue::Float64(FLOATS[random.below(FLOATS.len())]),
        Type::Text if words.is_empty() => AnyValue::String(TEXTS[random.below(TEXTS.len())]),
        Type::Text => AnyValue::String(words[random.below(words.len())]),
        Type::Date => AnyValue::Date(i32::try_from(day(random)).unwrap()),
        Type::Instant => {
            const DAY_US: i64 = 86_400_000_000;
            let within = [0, 1, DAY_US - 1][random.below(3)];
            let at = day(random) * DAY_US + within;
            AnyValue::Datetime(at, TimeUnit::Microseconds, None)
        }
        Type::TextList => {
            let items: Vec<&str> =
                (0..random.below(4)).map(|_| TEXTS[random.below(TEXTS.len())]).collect();
            AnyValue::List(Series::new("".into(), items))
        }
        _ => {
            let items: Vec<i64> =
                (0..random.below(4)).map(|_| INTS[random.below(INTS.len())]).collect();
            AnyValue::List(Series::new("".into(), items))
        }
    }
}

/// A whole number within bounds, often at their ends.
fn whole(random: &mut Random, facts: Facts) -> i64 {
    let ends = [facts.ints.0, facts.ints.0 + 1, facts.ints.1, facts.ints.1 - 1];
    let at = random.below(ends.len() + 2 * INTS.len());
    let number = ends.get(at).copied().unwrap_or_else(|| i128::from(INTS[at % INTS.len()]));
    let (least, most) = facts.ints;
    let small = i128::try_from(random.below(1000)).unwrap();
    let inside = if (least..=most).contains(&number) { number } else { least + small };
    i64::try_from(inside.min(most)).unwrap()
}

/// A day of the calendar, in days since 1970.
fn day(random: &mut Random) -> i64 {
    let ends = [NaiveDate::MIN, NaiveDate::MAX].map(|end| i64::from(end.to_epoch_days()));
    match random.below(8) {
        0 => ends[0],
        1 => ends[1],
        2 => -1,
        _ => 20_000 + i64::try_from(random.below(800)).unwrap(),
    }
}

/// A literal.
fn literal(random: &mut Random, kind: Type) -> String {
    match kind {
        Type::Int => format!("({})", INTS[random.below(INTS.len())].max(-i64::MAX)),
        Type::Float | Type::Number => {
            let number = FLOATS[random.below(FLOATS.len())];
            match number {
                n if n.is_nan() => "(\"NaN\".to_float())".into(),
                n if n.is_infinite() => format!("({}1e308 * 10.0)", if n < 0.0 { "-" } else { "" }),
                n => format!("({})", exact(n)),
            }
        }
        Type::Bool => (random.below(2) == 0).to_string(),
        Type::Text => format!("{:?}", TEXTS[random.below(5)]),
        Type::Date => "date(\"2026-01-31\")".into(),
        Type::Instant => "moment".into(),
        Type::IntList => "[1, -2]".into(),
        Type::FloatList => "[0.5, 2.0]".into(),
        _ => "[\"a\", \"b\"]".into(),
    }
}

/// A decimal number as a script writes it.
fn exact(number: f64) -> String {
    let written = format!("{number:?}");
    match written.split_once('e') {
        Some((digits, power)) if !digits.contains('.') => format!("{digits}.0e{power}"),
        _ => written,
    }
}
