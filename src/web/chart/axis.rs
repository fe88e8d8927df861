//! From numbers to places: an even scale, or a logarithmic one where the largest number is many
//! times the smallest.

use crate::domain::relation::number;

/// The largest by the smallest number from which on a scale is logarithmic.
const LOG_RATIO: f64 = 20.0;
/// Ticks on a scale at most, so that their labels fit a telephone.
const TICKS: usize = 6;

/// A scale over shares of the width, or over pixels.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    /// Powers of ten are equally far from each other.
    pub(super) log: bool,
    /// 0 stands on a logarithmic scale, apart from it.
    pub(super) zero_apart: bool,
    /// The numbers that have a line.
    pub(super) ticks: Vec<f64>,
    /// Where it begins and where it ends.
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale for these numbers from one place to another; `None` where there are none.
    pub(super) fn new(
        numbers: impl IntoIterator<Item = f64>,
        integral: bool,
        (from, to): (f64, f64),
    ) -> Option<Self> {
        let numbers: Vec<f64> = numbers.into_iter().filter(|it| it.is_finite()).collect();
        let least = numbers.iter().copied().min_by(f64::total_cmp)?;
        let most = numbers.iter().copied().max_by(f64::total_cmp)?;
        let positive = numbers.iter().copied().filter(|it| *it > 0.0).min_by(f64::total_cmp);
        if let Some(positive) = positive.filter(|it| least >= 0.0 && most / it > LOG_RATIO) {
            let ticks = log_ticks(positive, most);
            let (low, high) = (ticks[0], ticks[ticks.len() - 1]);
            let zero_apart = least <= 0.0;
            return Some(Self { low, high, log: true, zero_apart, ticks, from, to });
        }
        // A scale that begins at 0 shows sizes; beyond half of the largest it would only take room.
        let low = if least >= 0.0 && least <= most / 2.0 { 0.0 } else { least };
        let ticks = even_ticks(low, most, integral);
        let (low, high) = (ticks[0], ticks[ticks.len() - 1]);
        Some(Self { low, high, log: false, zero_apart: false, ticks, from, to })
    }

    /// Whether 0 would stand beyond its beginning.
    pub(super) fn leaves_out_zero(&self) -> bool {
        !self.log && self.low > 0.0
    }

    /// Where a number stands.
    pub(super) fn place(&self, number: f64) -> f64 {
        let apart = if self.zero_apart { 0.12 } else { 0.0 };
        let along = if self.log && number <= 0.0 {
            return self.from;
        } else if self.log {
            // Their quotient may be beyond what a double holds.
            (number.log10() - self.low.log10()) / (self.high.log10() - self.low.log10())
        } else {
            // Halved, since the width of the widest scale is beyond what a double holds.
            (number / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)
        };
        // Numbers next to each other, as far as doubles go, have no distance.
        let along = if along.is_nan() { 0.5 } else { along };
        let along = apart + (1.0 - apart) * along.clamp(0.0, 1.0);
        self.from + (self.to - self.from) * along
    }

    /// Where a number stands, in whole pixels.
    #[expect(clippy::cast_possible_truncation, reason = "it lies within the picture")]
    pub(super) fn pixel(&self, number: f64) -> i32 {
        self.place(number).round() as i32
    }

    /// What it says of itself beside the unit; `None` where there is nothing to say.
    pub(super) fn manner(&self) -> Option<&'static str> {
        match (self.log, self.zero_apart) {
            (true, true) => Some("logarithmic scale, 0 set apart"),
            (true, false) => Some("logarithmic scale"),
            (false, _) if self.leaves_out_zero() => Some("the scale does not begin at 0"),
            (false, _) => None,
        }
    }
}

/// Powers of ten from below the least to above the most, with 2 and 5 times them where that is few.
fn log_ticks(least: f64, most: f64) -> Vec<f64> {
    let powers = (least.log10().floor(), most.log10().ceil());
    for steps in [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]] {
        let ticks = between(powers, 1.0, steps, (least, most));
        if ticks.len() <= TICKS + 1 {
            return ticks;
        }
    }
    let mut stride = 2.0;
    loop {
        let ticks = between(powers, stride, &[1.0], (least, most));
        if ticks.len() <= TICKS + 1 {
            return ticks;
        }
        stride += 1.0;
    }
}

/// The steps of each so many-th power, from the last that is not above the least to the first that
/// is not below the most.
fn between(powers: (f64, f64), stride: f64, steps: &[f64], span: (f64, f64)) -> Vec<f64> {
    let mut ticks = Vec::new();
    let mut power = powers.0;
    while power < powers.1 + stride {
        let ten = 10_f64.powf(power);
        ticks.extend(steps.iter().map(|step| step * ten).filter(|it| it.is_finite()));
        power += stride;
    }
    let start = ticks.iter().rposition(|tick| *tick <= span.0).unwrap_or(0);
    let end = ticks.iter().position(|tick| *tick >= span.1).unwrap_or(ticks.len() - 1);
    ticks[start..=end.max(start + 1).min(ticks.len() - 1)].to_vec()
}

/// Round numbers, equally far from each other, from below the least to above the most.
fn even_ticks(least: f64, most: f64, integral: bool) -> Vec<f64> {
    if least.total_cmp(&most).is_eq() {
        let room = if integral { 1.0 } else { (least.abs() / 10.0).max(1.0) };
        let low = if least >= 0.0 { (least - room).max(0.0) } else { least - room };
        return vec![low, least.max(low + room), least.max(low + room) + room];
    }
    let span = most / 2.0 - least / 2.0;
    let rough = span / 2.0;
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0, 20.0].into_iter().map(|step| step * power);
    let whole = |step: &f64| !integral || (*step >= 1.0 && step.fract() == 0.0);
    for step in steps.filter(whole) {
        let begin = (least / step).floor();
        let end = (most / step).ceil();
        if end - begin < 6.0 {
            let ticks = (0..).map(|at| begin + f64::from(at)).take_while(|at| *at <= end);
            let ticks: Vec<f64> = ticks.map(|at| at * step).collect();
            if ticks.len() > 1 && ticks.iter().all(|tick| tick.is_finite()) {
                return ticks;
            }
        }
    }
    // At the limits of what a double holds no number is round.
    vec![least, most]
}

/// A number on a scale: short.
pub(super) fn tick_label(value: f64) -> String {
    let size = value.abs();
    let scaled = |by: f64, unit: &str| {
        let short = format!("{:.2}", value / by);
        format!("{}{unit}", short.trim_end_matches('0').trim_end_matches('.'))
    };
    if size >= 1e15 || (size > 0.0 && size < 1e-4) {
        format!("{value:e}")
    } else if size >= 1e12 {
        scaled(1e12, "T")
    } else if size >= 1e9 {
        scaled(1e9, "B")
    } else if size >= 1e6 {
        scaled(1e6, "M")
    } else {
        // What a step of 0.1 adds up to is not always the nearest double.
        number((value * 1e6).round() / 1e6)
    }
}
