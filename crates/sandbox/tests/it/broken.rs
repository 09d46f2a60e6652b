//! Modules that were cut, flipped and spliced at random, by a generator with a fixed seed: each is refused or runs within its
//! limits, and nothing of it takes this process down.

use std::time::Duration;

use sandbox::{Image, Limits, Outcome, Sandbox, Started};
use tokio::sync::mpsc;

use crate::guest::{binary, invoke, returned, run, sandbox, settings};

const CASES: u64 = 10_000;
/// Opcode before a number.
const I32_CONST: u8 = 0x41;
const TIMEOUT: Duration = Duration::from_millis(20);
/// Guests that do not wait by themselves: a case is over when it has run.
const GUESTS: [&str; 14] = [
    "answer.wat",
    "canary.wat",
    "command.wat",
    "counter.wat",
    "descriptors.wat",
    "exit.wat",
    "fail.wat",
    "log.wat",
    "memory_grow.wat",
    "paths.wat",
    "pointers.wat",
    "random.wat",
    "secrets.wat",
    "table_grow.wat",
];

/// xorshift64*: enough to choose places by.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides.max(1)
    }
}

fn broken(dice: &mut Dice, guests: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = guests[dice.roll(guests.len())].clone();
    match dice.roll(8) {
        0 => bytes.truncate(dice.roll(bytes.len())),
        1 | 2 => {
            for _ in 0..=dice.roll(4) {
                let at = dice.roll(bytes.len());
                bytes[at] ^= 1 << dice.roll(8);
            }
        }
        3..=5 => {
            // Another number where one stands: a module that holds, and lies.
            for _ in 0..=dice.roll(3) {
                let from = dice.roll(bytes.len());
                let found = bytes.iter().skip(from).position(|byte| *byte == I32_CONST);
                if let Some(number) = found.and_then(|at| bytes.get_mut(from + at + 1)) {
                    *number = (*number & 0x80) | dice.roll(0x80) as u8 & 0x7F;
                }
            }
        }
        6 => {
            // Where numbers are, a large one.
            let at = 8 + dice.roll(bytes.len() - 8);
            let large = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F];
            let end = (at + dice.roll(2)).min(bytes.len());
            bytes.splice(at..end, large);
        }
        _ => {
            let other = &guests[dice.roll(guests.len())];
            bytes.truncate(8 + dice.roll(bytes.len() - 8));
            bytes.extend_from_slice(&other[8 + dice.roll(other.len() - 8)..]);
        }
    }
    bytes
}

async fn runs(sandbox: &Sandbox, image: &Image) -> Option<Outcome> {
    let (output, mut lines) = mpsc::channel(64);
    let drain = tokio::spawn(async move { while lines.recv().await.is_some() {} });
    let limits = Limits { cpu_share_millis: 1000, ..Limits::of_memory(4, 1) };
    let settings = sandbox::Settings { timeout: TIMEOUT, ..settings(limits, output.clone()) };
    let outcome = match sandbox.start(image, settings).await {
        Started::Failed { outcome, .. } => {
            drop(output);
            Some(outcome)
        }
        Started::Ready { environment, .. } => {
            let ended = environment.keep().call(invoke(&[7; 64], TIMEOUT, output)).await;
            if let Some(environment) = ended.environment {
                drop(environment.rewind().await);
            }
            Some(ended.outcome)
        }
    };
    drain.await.unwrap();
    outcome
}

#[tokio::test]
async fn ten_thousand_broken_modules_harm_nobody() {
    let guests: Vec<Vec<u8>> = GUESTS.iter().map(|name| binary(name)).collect();
    let mut dice = Dice(0x0C01_D57A_2700_0001);
    let (mut refused, mut ran) = (0, 0);
    for case in 0..CASES {
        let bytes = broken(&mut dice, &guests);
        let image = if case % 2 == 0 { sandbox().image(&bytes) } else { sandbox().base_image(&bytes) };
        match image {
            Err(_) => refused += 1,
            Ok(image) => ran += u64::from(runs(sandbox(), &image).await.is_some()),
        }
    }
    assert_eq!(refused + ran, CASES);
    assert!(refused > CASES / 4 && ran > CASES / 20, "{refused} refused, {ran} ran: the generator is off");
    // And the others still run.
    assert_eq!(returned(run("answer.wat", b"still here").await), returned(run("answer.wat", b"still here").await));
}
