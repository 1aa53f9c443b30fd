//! What a value is before a dot.

use super::expr::{
    ColumnExpr, DtNamespace, ListNamespace, OpenChoice, OpenCondition, StrNamespace,
};
use super::frame::{Frame, GroupedFrame};
use super::function::Receiver;
use super::row::FrameRow;
use crate::chart::Chart;
use crate::formula::dates::{Day, Instant};
use crate::report::Report;
use rhai::{Array, Dynamic, FnPtr, ImmutableString, Map};
use std::any::TypeId;

const RECEIVERS: [(fn() -> TypeId, Receiver); 20] = [
    (TypeId::of::<Frame>, Receiver::Frame),
    (TypeId::of::<GroupedFrame>, Receiver::Grouped),
    (TypeId::of::<FrameRow>, Receiver::Row),
    (TypeId::of::<Chart>, Receiver::Chart),
    (TypeId::of::<Report>, Receiver::Report),
    (TypeId::of::<ColumnExpr>, Receiver::Expression),
    (TypeId::of::<StrNamespace>, Receiver::Texts),
    (TypeId::of::<DtNamespace>, Receiver::Dates),
    (TypeId::of::<ListNamespace>, Receiver::Lists),
    (TypeId::of::<OpenChoice>, Receiver::When),
    (TypeId::of::<OpenCondition>, Receiver::When),
    (TypeId::of::<ImmutableString>, Receiver::Text),
    (TypeId::of::<char>, Receiver::Text),
    (TypeId::of::<i64>, Receiver::Number),
    (TypeId::of::<f64>, Receiver::Number),
    (TypeId::of::<Day>, Receiver::Date),
    (TypeId::of::<Instant>, Receiver::Date),
    (TypeId::of::<Array>, Receiver::List),
    (TypeId::of::<Map>, Receiver::Map),
    (TypeId::of::<FnPtr>, Receiver::Closure),
];

impl Receiver {
    /// What a value is before a dot; none where it is missing.
    pub fn from_value(value: &Dynamic) -> Option<Self> {
        if value.is_unit() {
            return None;
        }
        let value_type = value.type_id();
        let known = RECEIVERS.iter().find(|(type_of, _)| type_of() == value_type);
        Some(known.map_or(Self::Any, |(_, receiver)| *receiver))
    }
}
