#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use super::{EXPRESSION_CHARACTERS_MAX, NEXT_TIMES_MAX, Schedule, ScheduleExpression};
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A Monday morning between two minutes.
const NOW: &str = "2026-11-23T06:20:30.5Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn schedule(expression: &str) -> Schedule {
    ScheduleExpression::parse(expression).unwrap_or_else(|e| panic!("{expression}: {e}")).anchored_at(at(NOW))
}

fn check_next(expression: &str, expected: &[&str]) {
    let times: Vec<_> = schedule(expression).next(expected.len(), at(NOW)).iter().map(Timestamp::to_string).collect();
    let expected: Vec<_> = expected.iter().map(|t| at(t).to_string()).collect();
    assert_eq!(times, expected, "{expression}");
}

#[test]
fn samples_of_the_aws_documentation() {
    let check = check_next;
    check("cron(0 10 * * ? *)", &["2026-11-23T10:00Z", "2026-11-24T10:00Z", "2026-11-25T10:00Z"]);
    check("cron(15 12 * * ? *)", &["2026-11-23T12:15Z", "2026-11-24T12:15Z"]);
    // Friday, then Monday.
    let weekdays = ["23", "24", "25", "26", "27", "30"].map(|day| format!("2026-11-{day}T18:00Z"));
    check("cron(0 18 ? * MON-FRI *)", &weekdays.each_ref().map(String::as_str));
    check("cron(0 8 1 * ? *)", &["2026-12-01T08:00Z", "2027-01-01T08:00Z", "2027-02-01T08:00Z"]);
    let quarters = ["2026-11-23T06:30Z", "2026-11-23T06:45Z", "2026-11-23T07:00Z", "2026-11-23T07:15Z"];
    check("cron(0/15 * * * ? *)", &quarters);
    check("cron(0/10 * ? * MON-FRI *)", &["2026-11-23T06:30Z", "2026-11-23T06:40Z", "2026-11-23T06:50Z"]);
    check("cron(0/5 8-17 ? * MON-FRI *)", &["2026-11-23T08:00Z", "2026-11-23T08:05Z"]);
    check("cron(0/30 20-2 ? * MON-FRI *)", &["2026-11-23T20:00Z", "2026-11-23T20:30Z", "2026-11-23T21:00Z"]);
    check("cron(0 9 ? * 2#1 *)", &["2026-12-07T09:00Z", "2027-01-04T09:00Z", "2027-02-01T09:00Z"]);
    check("cron(15 10 ? * 6L 2019-2027)", &["2026-11-27T10:15Z", "2026-12-25T10:15Z", "2027-01-29T10:15Z"]);
    check("rate(1 minute)", &["2026-11-23T06:21:30.5Z", "2026-11-23T06:22:30.5Z"]);
    check("rate(5 minutes)", &["2026-11-23T06:25:30.5Z", "2026-11-23T06:30:30.5Z"]);
    check("rate(1 hour)", &["2026-11-23T07:20:30.5Z", "2026-11-23T08:20:30.5Z"]);
    check("rate(1 day)", &["2026-11-24T06:20:30.5Z", "2026-11-25T06:20:30.5Z"]);
}

#[test]
fn a_range_over_the_end_of_its_field_goes_round() {
    // Half past two is the last of a Friday's hours, and Friday's evening is followed by Monday's small hours.
    let schedule = schedule("cron(0/30 20-2 ? * MON-FRI *)");
    let times = schedule.next(3, at("2026-11-27T23:00Z")).iter().map(Timestamp::to_string).collect::<Vec<_>>();
    assert_eq!(times, ["2026-11-27T23:30:00Z", "2026-11-30T00:00:00Z", "2026-11-30T00:30:00Z"]);
    check_next("cron(0 22-4/2 * * ? *)", &["2026-11-23T22:00Z", "2026-11-24T00:00Z", "2026-11-24T02:00Z"]);
    check_next(
        "cron(0 0 1 NOV-FEB ? *)",
        &["2026-12-01T00:00Z", "2027-01-01T00:00Z", "2027-02-01T00:00Z", "2027-11-01T00:00Z"],
    );
    check_next("cron(0 0 ? * SAT-SUN *)", &["2026-11-28T00:00Z", "2026-11-29T00:00Z", "2026-12-05T00:00Z"]);
}

#[test]
fn dates_that_are_rare() {
    check_next("cron(0 0 29 2 ? *)", &["2028-02-29T00:00Z", "2032-02-29T00:00Z", "2036-02-29T00:00Z"]);
    // 2100 is no leap year.
    let after_2096 = schedule("cron(0 0 29 2 ? *)").next_after(at("2096-02-29T00:00Z"));
    assert_eq!(after_2096, Some(at("2104-02-29T00:00Z")));
    // A fifth Monday in February takes a leap year that begins its February with one.
    check_next("cron(0 0 ? 2 2#5 *)", &["2044-02-29T00:00Z", "2072-02-29T00:00Z"]);
    check_next("cron(0 8 31 * ? *)", &["2026-12-31T08:00Z", "2027-01-31T08:00Z", "2027-03-31T08:00Z"]);
    check_next(
        "cron(0 8 L * ? *)",
        &["2026-11-30T08:00Z", "2026-12-31T08:00Z", "2027-01-31T08:00Z", "2027-02-28T08:00Z"],
    );
    check_next("cron(59 23 31 12 ? 2199)", &["2199-12-31T23:59Z"]);
}

#[test]
fn schedules_end() {
    let check = |expression, from, expected: usize| {
        assert_eq!(schedule(expression).next(10, at(from)).len(), expected, "{expression} from {from}");
    };
    check("cron(0 12 24 12 ? 2026-2028)", NOW, 3);
    check("cron(15 10 ? * 6L 2002-2005)", NOW, 0);
    check("cron(0 0 * * ? *)", "2199-12-29T12:00Z", 2);
    check("cron(0 0 * * ? *)", "2199-12-31T00:00Z", 0);
    check("cron(0 0 * * ? *)", "9999-12-30T00:00Z", 0);
    check("rate(36500 days)", "9999-12-30T00:00Z", 0);
    let first = schedule("cron(0 0 * * ? *)").next_after(Timestamp::MIN);
    assert_eq!(first, Some(at("1970-01-01T00:00Z")));
    assert_eq!(schedule("rate(1 minute)").next_after(Timestamp::MAX), None);
}

#[test]
fn the_next_time_is_later_and_not_too_many_are_given() {
    let hourly = schedule("cron(0 * * * ? *)");
    let check = |after, expected| assert_eq!(hourly.next_after(at(after)), Some(at(expected)), "{after}");
    check("2026-11-23T06:59:59.999999999Z", "2026-11-23T07:00Z");
    check("2026-11-23T07:00Z", "2026-11-23T08:00Z");
    check("2026-11-23T07:00:00.000000001Z", "2026-11-23T08:00Z");
    assert_eq!(hourly.next(10, at(NOW)).len(), 10);
    assert_eq!(hourly.next(usize::MAX, at(NOW)).len(), NEXT_TIMES_MAX);
    assert!(hourly.next(0, at(NOW)).is_empty());
}

#[test]
fn a_rate_counts_from_its_creation() {
    let schedule = schedule("rate(5 minutes)");
    let check = |after, expected| assert_eq!(schedule.next_after(at(after)), Some(at(expected)), "{after}");
    check("2020-01-01T00:00Z", "2026-11-23T06:25:30.5Z");
    check("2026-11-23T06:20:30.499Z", "2026-11-23T06:25:30.5Z");
    check("2026-11-23T06:25:30.499Z", "2026-11-23T06:25:30.5Z");
    check("2026-11-23T06:25:30.5Z", "2026-11-23T06:30:30.5Z");
    // A clock that skipped hours ahead finds the grid again.
    check("2026-11-23T12:00:00Z", "2026-11-23T12:00:30.5Z");
    // A year of 366 days does not move a rate of 365.
    let yearly = ScheduleExpression::parse("rate(365 days)").unwrap().anchored_at(at("2028-01-01T00:00Z"));
    assert_eq!(yearly.next_after(at("2028-01-01T00:00Z")), Some(at("2028-12-31T00:00Z")));
}

/// Compares a daily schedule with a rule that is worked out day by day without croner.
fn check_days(days: &str, rule: impl Fn(Date) -> bool) {
    let midnight = |d: Date| d.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let schedule = schedule(&format!("cron(0 0 {days} *)"));
    let mut day = date(2024, 1, 1);
    let mut next = schedule.next_after(midnight(date(2023, 12, 31)));
    while day < date(2033, 1, 1) {
        let fires = next == Some(midnight(day));
        assert_eq!(fires, rule(day), "{days} on {day}");
        if fires {
            next = schedule.next_after(midnight(day));
        }
        day = day.checked_add(1.day()).unwrap();
    }
}

fn is_workday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The workday of the month that is nearest to its day `n`, earlier before later.
fn nearest_workday(day: Date, n: i8) -> Option<Date> {
    let wanted = Date::new(day.year(), day.month(), n).ok()?;
    let candidates = [0, -1, 1, -2, 2].map(|offset| wanted.checked_add(offset.days()).unwrap());
    candidates.into_iter().find(|c| c.month() == wanted.month() && is_workday(*c))
}

#[test]
fn every_day_of_nine_years_agrees_with_the_rule() {
    check_days("L * ?", |d| d == d.last_of_month());
    check_days("LW * ?", |d| {
        let last = d.last_of_month();
        Some(d) == [0, 1, 2].map(|back| last.checked_sub(back.days()).unwrap()).into_iter().find(|c| is_workday(*c))
    });
    for n in 1..=31 {
        check_days(&format!("{n}W * ?"), |d| nearest_workday(d, n) == Some(d));
    }
    check_days("? * L", |d| d.weekday() == Weekday::Saturday);
    check_days("? * 6L", |d| d.weekday() == Weekday::Friday && d.day() + 7 > d.days_in_month());
    check_days("? * sunl", |d| d.weekday() == Weekday::Sunday && d.day() + 7 > d.days_in_month());
    check_days("? * SUN#5", |d| d.weekday() == Weekday::Sunday && d.day() > 28);
    check_days("? * 3#2", |d| d.weekday() == Weekday::Tuesday && (8..=14).contains(&d.day()));
    check_days("? * 1,7", |d| !is_workday(d));
    check_days("? * FRI-MON", |d| !matches!(d.weekday(), Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday));
    check_days("? * */3", |d| matches!(d.weekday(), Weekday::Sunday | Weekday::Wednesday | Weekday::Saturday));
    check_days("? * *", |_| true);
    check_days("* * ?", |_| true);
    check_days("*/10 2/5 ?", |d| [1, 11, 21, 31].contains(&d.day()) && [2, 7, 12].contains(&d.month()));
    check_days("28-3 * ?", |d| d.day() >= 28 || d.day() <= 3);
}

#[test]
fn every_step_of_minutes_starts_where_it_says() {
    let day = at("2026-11-22T23:59Z");
    for start in 0..60_usize {
        for step in 1..60_usize {
            let schedule = schedule(&format!("cron({start}/{step} 0 * * ? *)"));
            let minutes = schedule.next(60, day).into_iter().take_while(|t| *t < at("2026-11-23T01:00Z"));
            let minutes: Vec<_> = minutes.map(|t| usize::try_from(t.as_second() / 60 % 60).unwrap()).collect();
            assert_eq!(minutes, (start..60).step_by(step).collect::<Vec<_>>(), "{start}/{step}");
        }
    }
}

#[test]
fn descriptions_in_plain_words() {
    let check = |expression, expected: &str| {
        assert_eq!(ScheduleExpression::parse(expression).unwrap().describe(), expected, "{expression}");
    };
    check("rate(1 minute)", "Every minute");
    check("rate(12 hours)", "Every 12 hours");
    check("rate(1 day)", "Every day");
    check("cron(15 12 ? * MON *)", "At 12:15, on Monday (UTC)");
    check("cron(0/15 * * * ? *)", "Every 15 minutes (UTC)");
    check("cron(* * * * ? *)", "Every minute (UTC)");
    check("cron(0/30 20-2 * * ? *)", "Every 30 minutes, of hour 0-2 and 20-23 (UTC)");
    check("cron(0 9 ? * 2#1 *)", "At 09:00, on the 1st Monday of the month (UTC)");
    check("cron(15 10 ? * 6L 2026-2029)", "At 10:15, on the last Friday of the month, in 2026-2029 (UTC)");
    check("cron(0 8 L * ? *)", "At 08:00, on the last day of the month (UTC)");
    check("cron(0 8 LW * ? *)", "At 08:00, on the last weekday of the month (UTC)");
    check("cron(0 8 15W 3 ? *)", "At 08:00, on the weekday nearest day 15, in March (UTC)");
    check("cron(0 8 1 JAN-JUN/2 ? 2027,2030)", "At 08:00, on day 1, in January, March, and May, in 2027, 2030 (UTC)");
    check("cron(0 8 1 1 ? 2027/2)", "At 08:00, on day 1, in January, in 87 years from 2027 to 2199 (UTC)");
    // Steps that do not divide the hour, or stop early, are told by their minutes.
    check("cron(0/25 * * * ? *)", "At minute 0, 25, and 50 past every hour (UTC)");
    check("cron(0-30/10 * * * ? *)", "At minute 0, 10, 20, and 30 past every hour (UTC)");
    check("cron(5/20 * * * ? *)", "At minute 5, 25, and 45 past every hour (UTC)");
}

#[test]
fn refusals_name_field_value_and_range() {
    let check = |expression: &str, expected: &str| {
        assert_eq!(
            ScheduleExpression::parse(expression).map(|e| e.to_string()).map_err(|e| e.to_string()),
            Err(expected.to_owned())
        );
    };
    check("cron(75 * * * ? *)", "minute is `75`, the range is 0-59");
    check("cron(0 24 * * ? *)", "hour is `24`, the range is 0-23");
    check("cron(0 0 0 * ? *)", "day-of-month is `0`, the range is 1-31");
    check("cron(0 0 1-32 * ? *)", "day-of-month is `32`, the range is 1-31");
    check("cron(0 0 1 13 ? *)", "month is `13`, the range is 1-12");
    check("cron(0 0 ? * 8 *)", "day-of-week is `8`, the range is 1-7");
    check("cron(0 0 1 1 ? 2200)", "year is `2200`, the range is 1970-2199");
    check("cron(0 0 1 1 ? 99999999999999999999)", "year is `99999999999999999999`, the range is 1970-2199");
    check("cron(0 0 1 1 ? 2028-2026)", "year is `2028-2026`, a range of years goes from early to late");
    check("cron(0/60 * * * ? *)", "minute has the step `60`, the range is 1-59");
    check("cron(0/0 * * * ? *)", "minute has the step `0`, the range is 1-59");
    check("cron(/5 * * * ? *)", "minute is `/5`, it takes 0-59 and `,` `-` `*` `/`");
    check("cron(1,,2 * * * ? *)", "minute is `1,,2`, it takes 0-59 and `,` `-` `*` `/`");
    check("cron(-5 * * * ? *)", "minute is `-5`, it takes 0-59 and `,` `-` `*` `/`");
    check("cron(0 L * * ? *)", "hour is `L`, it takes 0-23 and `,` `-` `*` `/`");
    check("cron(0 0 1 FOO ? *)", "month is `FOO`, it takes 1-12 or JAN-DEC and `,` `-` `*` `/`");
    check("cron(0 0 * * * *)", "day-of-month is `*` and day-of-week is `*`, exactly one of them must be `?`");
    check("cron(0 0 ? * ? *)", "day-of-month is `?` and day-of-week is `?`, exactly one of them must be `?`");
    check("cron(? 0 * * ? *)", "minute is `?`, it takes 0-59 and `,` `-` `*` `/`");
    let alone = "`L`, `W` and `#` stand alone and not in a list, range or step";
    check("cron(0 0 L,5 * ? *)", &format!("day-of-month is `L,5`, {alone}"));
    check("cron(0 0 L-3 * ? *)", &format!("day-of-month is `L-3`, {alone}"));
    check("cron(0 0 ? * 3#1,6#3 *)", &format!("day-of-week is `3#1,6#3`, {alone}"));
    check("cron(0 0 ? * 2,6L *)", &format!("day-of-week is `2,6L`, {alone}"));
    check("cron(0 0 ? * 6#6 *)", "day-of-week is `6#6`, the number after `#` is in the range 1-5");
    let fields =
        "cron takes 6 fields (minute, hour, day-of-month, month, day-of-week, year), the number of fields here is";
    check("cron(0 12 * * ?)", &format!("{fields} 5"));
    check("cron()", &format!("{fields} 0"));
    check("cron(0 0 30 2 ? *)", "cron(0 0 30 2 ? *) never fires: no date in the years 1970-2199 fits");
    check("cron(0 0 31 4,6,9,11 ? *)", "cron(0 0 31 4,6,9,11 ? *) never fires: no date in the years 1970-2199 fits");
    check("cron(0 0 29 2 ? 2027)", "cron(0 0 29 2 ? 2027) never fires: no date in the years 1970-2199 fits");
}

#[test]
fn refusals_of_rates_and_of_other_forms() {
    let check = |expression: &str, expected: &str| {
        assert_eq!(
            ScheduleExpression::parse(expression).map(|e| e.to_string()).map_err(|e| e.to_string()),
            Err(expected.to_owned())
        );
    };
    check("rate(1 minutes)", "rate unit is `minutes`, with the value 1 it is `minute`");
    check("rate(5 minute)", "rate unit is `minute`, with the value 5 it is `minutes`");
    for value in ["0", "-5", "+5", "1.5", "five", "99999999999999999999"] {
        let expected = format!("rate value is `{value}`, it takes a whole number from 1 to 36500 days");
        check(&format!("rate({value} minutes)"), &expected);
    }
    check("rate(5 weeks)", "rate unit is `weeks`, it takes `minute`, `minutes`, `hour`, `hours`, `day` or `days`");
    check("rate(36501 days)", "rate is 36501 days, the limit is 36500 days");
    check("rate(52560001 minutes)", "rate is 52560001 minutes, the limit is 36500 days");
    check("rate(5)", "rate is `5`, it takes a number and a unit, as `5 minutes`");
    check("rate(5 minutes 3)", "rate is `5 minutes 3`, it takes a number and a unit, as `5 minutes`");
    let form = "it takes the form `rate(5 minutes)` or `cron(0 12 * * ? *)`";
    for text in ["", "hello", "rate (5 minutes)", "RATE(5 minutes)", "rate(5 minutes", "0 12 * * ? *", "@daily", "🦀"]
    {
        check(text, &format!("schedule is `{text}`, {form}"));
    }
    let long = format!("cron({})", "0,".repeat(EXPRESSION_CHARACTERS_MAX));
    check(&long, "schedule has 518 characters, the limit is 256");
}

#[test]
fn the_text_is_kept_as_it_was_typed() {
    let check = |text, expected: &str| assert_eq!(ScheduleExpression::parse(text).unwrap().to_string(), expected);
    check("cron(0/15 12  * * ? *)", "cron(0/15 12  * * ? *)");
    check("  rate(5 minutes)\n", "rate(5 minutes)");
    check("cron(0 18 ? * mon-fri *)", "cron(0 18 ? * mon-fri *)");
}
