//! Clocks and waiting for them.

use std::time::{Duration, Instant};

use wasmtime::{Caller, Linker};

use super::errno::{Answer, Errno, code};
use super::{MODULE, now_ns};
use crate::host::{Guest, Host};

/// Subscriptions of one `poll_oneoff`.
const SUBSCRIPTIONS_MAX: u32 = 1024;
const SUBSCRIPTION_BYTES: u32 = 48;
const EVENT_BYTES: usize = 32;
const REALTIME: u32 = 0;
const LAST_CLOCK: u32 = 3;
const ABSOLUTE: u16 = 1;

pub(super) fn add_to(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(MODULE, "clock_res_get", |mut caller: Caller<'_, Host>, clock: u32, out: u32| {
        code(resolution(&mut caller, clock, out))
    })?;
    linker.func_wrap(
        MODULE,
        "clock_time_get",
        |mut caller: Caller<'_, Host>, clock: u32, _precision: u64, out: u32| code(time(&mut caller, clock, out)),
    )?;
    linker.func_wrap_async(
        MODULE,
        "poll_oneoff",
        |mut caller: Caller<'_, Host>, (subscriptions, events, count, out): (u32, u32, u32, u32)| {
            Box::new(async move { code(poll(&mut caller, subscriptions, events, count, out).await) })
        },
    )?;
    Ok(())
}

fn resolution(caller: &mut Caller<'_, Host>, clock: u32, out: u32) -> Answer {
    if clock > LAST_CLOCK {
        return Err(Errno::Inval);
    }
    Ok(Guest::of(caller)?.write_u64(out, 1)?)
}

fn read_clock(host: &Host, clock: u32) -> Answer<u64> {
    match clock {
        REALTIME => Ok(now_ns()),
        1..=LAST_CLOCK => Ok(u64::try_from(host.started.elapsed().as_nanos()).unwrap_or(u64::MAX)),
        _ => Err(Errno::Inval),
    }
}

fn time(caller: &mut Caller<'_, Host>, clock: u32, out: u32) -> Answer {
    let now = read_clock(caller.data(), clock)?;
    Ok(Guest::of(caller)?.write_u64(out, now)?)
}

struct Subscription {
    user_data: [u8; 8],
    tag: u8,
    /// How long to wait; nothing for a descriptor: those are always ready.
    wait: Answer<Duration>,
}

async fn poll(caller: &mut Caller<'_, Host>, subscriptions: u32, events: u32, count: u32, out: u32) -> Answer {
    if count == 0 || count > SUBSCRIPTIONS_MAX {
        return Err(Errno::Inval);
    }
    let raw = Guest::of(caller)?.read(subscriptions, count * SUBSCRIPTION_BYTES)?;
    let all: Vec<Subscription> =
        raw.chunks_exact(SUBSCRIPTION_BYTES as usize).map(|raw| subscription(caller.data(), raw)).collect();
    let begun = Instant::now();
    let shortest = all.iter().map(|one| one.wait.unwrap_or_default()).min().unwrap_or_default();
    let latest = caller.data().deadline + Duration::from_secs(1);
    tokio::time::sleep_until((begun + shortest).min(latest).into()).await;
    let due: Vec<u8> =
        all.iter().filter(|one| one.wait.unwrap_or_default() <= shortest).flat_map(Subscription::event).collect();
    let mut guest = Guest::of(caller)?;
    guest.write(events, &due)?;
    Ok(guest.write_u32(out, u32::try_from(due.len() / EVENT_BYTES).unwrap_or(0))?)
}

fn subscription(host: &Host, raw: &[u8]) -> Subscription {
    let wide = |at: usize| raw[at..at + 8].iter().rev().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    let user_data = wide(0).to_le_bytes();
    let clock = u32::try_from(wide(16) & 0xFFFF_FFFF).unwrap_or(u32::MAX);
    let wait = match raw[8] {
        0 => read_clock(host, clock).map(|now| {
            let absolute = raw[40] & 1 == ABSOLUTE as u8;
            let nanoseconds = if absolute { wide(24).saturating_sub(now) } else { wide(24) };
            // A wait beyond a year is a year: adding it to a time must not overflow.
            Duration::from_nanos(nanoseconds).min(Duration::from_secs(31_536_000))
        }),
        1 | 2 => Ok(Duration::ZERO),
        _ => Err(Errno::Inval),
    };
    Subscription { user_data, tag: raw[8], wait }
}

impl Subscription {
    fn event(&self) -> [u8; EVENT_BYTES] {
        let mut event = [0; EVENT_BYTES];
        event[..8].copy_from_slice(&self.user_data);
        let errno = self.wait.err().map_or(0, |errno| errno as u16);
        event[8..10].copy_from_slice(&errno.to_le_bytes());
        event[10] = self.tag;
        event
    }
}
