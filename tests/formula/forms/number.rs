//! Numbers: whole, decimal, and whole in some rows only.

use super::{Form, Kind};
use crate::model::compared;
use crate::value::Value;
use Kind::{Bool, Float, Int, Number};

fn int(value: Option<i64>) -> Option<Value> {
    value.map(Value::Int)
}

#[expect(clippy::unnecessary_wraps, reason = "a form's meaning may be unknown")]
fn float(value: f64) -> Option<Value> {
    Some(Value::Float(value))
}

pub(super) fn forms() -> Vec<Form> {
    let mut number_forms = vec![
        Form::of("($0 + $1)", Int, &[Int, Int], |v| int(v[0].int().checked_add(v[1].int()))),
        Form::of("($0 - $1)", Int, &[Int, Int], |v| int(v[0].int().checked_sub(v[1].int()))),
        Form::of("($0 * $1)", Int, &[Int, Int], |v| int(v[0].int().checked_mul(v[1].int()))),
        Form::of("($0 / $1)", Int, &[Int, Int], |v| int(v[0].int().checked_div(v[1].int()))),
        Form::of("($0 % $1)", Int, &[Int, Int], |v| int(v[0].int().checked_rem(v[1].int()))),
        Form::of("($0 ** $1)", Int, &[Int, Int], |v| {
            int(u32::try_from(v[1].int()).ok().and_then(|power| v[0].int().checked_pow(power)))
        }),
        Form::of("(-$0)", Int, &[Int], |v| int(v[0].int().checked_neg())),
        Form::of("(+$0)", Int, &[Int], |v| Some(v[0].clone())),
        Form::of("($0).abs()", Int, &[Int], |v| int(v[0].int().checked_abs())),
        Form::of("abs($0)", Int, &[Int], |v| int(v[0].int().checked_abs())),
        Form::of("($0).min($1)", Int, &[Int, Int], |v| int(Some(v[0].int().min(v[1].int())))),
        Form::of("max($0, $1)", Int, &[Int, Int], |v| int(Some(v[0].int().max(v[1].int())))),
        Form::of("($0).clamp($1, $2)", Int, &[Int, Int, Int], |v| {
            int(Some(v[0].int().max(v[1].int()).min(v[2].int())))
        }),
        Form::of("($0).to_int()", Int, &[Float], |v| whole(v[0].float())),
        Form::of("($0).to_int()", Int, &[Number], |v| match &v[0] {
            Value::Int(_) => Some(v[0].clone()),
            decimal => whole(decimal.float()),
        }),
        Form::of("($0).sign()", Int, &[Int], |v| int(Some(v[0].int().signum()))),
        Form::of("($0).sign()", Int, &[Float], |v| {
            v[0].float().partial_cmp(&0.0).map(|order| Value::Int(order as i64))
        }),
        Form::of("($0).exp()", Float, &[Float], |v| float(v[0].float().exp())),
        Form::of("($0).ln()", Float, &[Float], |v| float(v[0].float().ln())),
        Form::of("($0).log()", Float, &[Float], |v| float(v[0].float().log10())),
        Form::of("($0).is_nan", Bool, &[Float], |v| Some(Value::Bool(v[0].float().is_nan()))),
        Form::of("($0).is_finite()", Bool, &[Float], |v| {
            Some(Value::Bool(v[0].float().is_finite()))
        }),
        Form::of("($0).is_zero()", Bool, &[Float], |v| Some(Value::Bool(v[0].float() == 0.0))),
        Form::of("($0).is_zero()", Bool, &[Int], |v| Some(Value::Bool(v[0].int() == 0))),
        Form::of("($0).is_even()", Bool, &[Int], |v| Some(Value::Bool(v[0].int() % 2 == 0))),
        Form::of("($0).is_odd()", Bool, &[Int], |v| Some(Value::Bool(v[0].int() % 2 != 0))),
        Form::of("($0).floor()", Int, &[Int], |v| Some(v[0].clone())),
        Form::of("(-$0)", Float, &[Float], |v| float(-v[0].float())),
        Form::of("($0).to_float()", Float, &[Int], |v| float(v[0].float())),
        Form::of("($0).to_float()", Float, &[Number], |v| float(v[0].float())),
        Form::of("($0).sqrt()", Float, &[Float], |v| float(v[0].float().sqrt())),
        Form::of("($0).sqrt()", Float, &[Int], |v| float(v[0].float().sqrt())),
        Form::of("($0 / $1)", Float, &[Number, Float], |v| divided(v[0].float(), v[1].float())),
        Form::of("($0 * $1)", Float, &[Float, Number], |v| float(v[0].float() * v[1].float())),
    ];
    for (a, b) in [(Float, Float), (Float, Int), (Int, Float)] {
        let of = |text: &str, means| Form::of(text, Float, &[a, b], means);
        number_forms.push(of("($0 + $1)", |v| float(v[0].float() + v[1].float())));
        number_forms.push(of("($0 - $1)", |v| float(v[0].float() - v[1].float())));
        number_forms.push(of("($0 * $1)", |v| float(v[0].float() * v[1].float())));
        number_forms.push(of("($0 / $1)", |v| divided(v[0].float(), v[1].float())));
        number_forms.push(of("($0 % $1)", |v| match v[1].float() {
            0.0 => None,
            divisor => float(v[0].float() % divisor),
        }));
        number_forms.push(of("($0 ** $1)", |v| float(v[0].float().powf(v[1].float()))));
        number_forms.push(of("($0).min($1)", |v| float(extreme(false, v))));
        number_forms.push(of("($0).max($1)", |v| float(extreme(true, v))));
    }
    for (n, ends) in [(Float, Float), (Float, Int), (Int, Float)] {
        number_forms.push(Form::of("($0).clamp($1, $2)", Float, &[n, ends, ends], |v| {
            let (number, least, most) = (v[0].float(), v[1].float(), v[2].float());
            let above = if number < least { least } else { number };
            float(if above > most { most } else { above })
        }));
    }
    for kind in [Float, Number] {
        let of = |text: &str, means| Form::of(text, kind, &[kind], means);
        number_forms.push(of("($0).abs()", |v| alone(v, i64::checked_abs, f64::abs)));
        number_forms.push(of("($0).floor()", |v| alone(v, Some, f64::floor)));
        number_forms.push(of("($0).ceiling()", |v| alone(v, Some, f64::ceil)));
        number_forms.push(of("($0).round()", |v| alone(v, Some, f64::round)));
    }
    number_forms.push(Form::of("(-$0)", Number, &[Number], |v| alone(v, i64::checked_neg, |n| -n)));
    for other in [Number, Int] {
        let of = |text: &str, means| Form::of(text, Number, &[Number, other], means);
        number_forms.push(of("($0 + $1)", |v| both(v, i64::checked_add, |a, b| Some(a + b))));
        number_forms.push(of("($0 - $1)", |v| both(v, i64::checked_sub, |a, b| Some(a - b))));
        number_forms.push(of("($0 * $1)", |v| both(v, i64::checked_mul, |a, b| Some(a * b))));
        number_forms.push(of("($0 / $1)", |v| both(v, i64::checked_div, by(|a, b| a / b))));
        number_forms.push(of("($0 % $1)", |v| both(v, i64::checked_rem, by(|a, b| a % b))));
    }
    for sign in ["==", "!=", "<", "<=", ">", ">="] {
        let text = format!("($0 {sign} $1)");
        let pairs = [(Int, Int), (Float, Float), (Int, Float), (Float, Int), (Number, Int)];
        for (a, b) in pairs.into_iter().chain([(Number, Float), (Number, Number)]) {
            number_forms.push(Form::of(&text, Bool, &[a, b], comparison(sign)));
        }
    }
    number_forms
}

/// What is done with a number of the kind that it is in this row.
fn alone(v: &[Value], whole: fn(i64) -> Option<i64>, decimal: fn(f64) -> f64) -> Option<Value> {
    match v[0] {
        Value::Int(number) => int(whole(number)),
        _ => float(decimal(v[0].float())),
    }
}

/// What is done with two numbers: whole only where both are.
fn both(
    v: &[Value],
    whole: fn(i64, i64) -> Option<i64>,
    decimal: impl Fn(f64, f64) -> Option<f64>,
) -> Option<Value> {
    match v {
        [Value::Int(a), Value::Int(b)] => int(whole(*a, *b)),
        _ => decimal(v[0].float(), v[1].float()).map(Value::Float),
    }
}

/// A division: by zero there is none.
fn by(divided: fn(f64, f64) -> f64) -> impl Fn(f64, f64) -> Option<f64> {
    move |a, b| (b != 0.0).then(|| divided(a, b))
}

/// The meaning of a comparison.
pub(super) fn comparison(sign: &str) -> fn(&[Value]) -> Option<Value> {
    match sign {
        "==" => |v| Some(Value::Bool(compared("==", &v[0], &v[1]))),
        "!=" => |v| Some(Value::Bool(compared("!=", &v[0], &v[1]))),
        "<" => |v| Some(Value::Bool(compared("<", &v[0], &v[1]))),
        "<=" => |v| Some(Value::Bool(compared("<=", &v[0], &v[1]))),
        ">" => |v| Some(Value::Bool(compared(">", &v[0], &v[1]))),
        _ => |v| Some(Value::Bool(compared(">=", &v[0], &v[1]))),
    }
}

fn divided(a: f64, b: f64) -> Option<Value> {
    (b != 0.0).then_some(Value::Float(a / b))
}

fn extreme(greater: bool, v: &[Value]) -> f64 {
    let (a, b) = (v[0].float(), v[1].float());
    if (greater && a >= b) || (!greater && a <= b) { a } else { b }
}

#[expect(clippy::cast_possible_truncation, reason = "what it drops is meant")]
fn whole(number: f64) -> Option<Value> {
    let inside = (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number);
    inside.then_some(Value::Int(number as i64))
}
