use sandbox::Outcome;

use crate::guest::{returned, run, words};

const EFAULT: u32 = 21;
const EINVAL: u32 = 28;
const ENAMETOOLONG: u32 = 37;
/// The guest has one page.
const PAGE: u32 = 65_536;
const HOSTILE: [(u32, u32); 6] =
    [(PAGE, 1), (PAGE - 1, 2), (0, PAGE + 1), (u32::MAX, 1), (u32::MAX, u32::MAX), (1, u32::MAX)];

#[tokio::test]
async fn hostile_pointers_to_coldstart_calls_trap() {
    for (which, name) in [(0, "log"), (1, "respond"), (2, "context")] {
        for (pointer, length) in HOSTILE {
            let outcome = run("pointers.wat", &words(&[which, pointer, length])).await;
            let fine = match &outcome {
                Outcome::Trapped { message } => message.contains("outside of the memory"),
                Outcome::ResponseTooLarge { .. } => name == "respond" && length > PAGE,
                _ => false,
            };
            assert!(fine, "{name}({pointer}, {length}): {outcome:?}");
        }
    }
}

#[tokio::test]
async fn hostile_pointers_to_wasi_calls_are_faults() {
    for which in 3..=10 {
        for (pointer, length) in HOSTILE {
            let answer = returned(run("pointers.wat", &words(&[which, pointer, length])).await);
            let errno = u32::from_le_bytes(answer.try_into().unwrap());
            let fine = match which {
                // Too many vectors or subscriptions, too long a path, and listing less than the buffer's length.
                4 | 10 => errno == EFAULT || errno == EINVAL,
                6 => errno == EFAULT || (pointer < PAGE - 1 && errno == 0),
                7 => errno == EFAULT || errno == ENAMETOOLONG,
                9 => errno == EFAULT || pointer < PAGE - 1,
                _ => errno == EFAULT,
            };
            assert!(fine, "call {which}({pointer}, {length}) gave {errno}");
        }
    }
}
