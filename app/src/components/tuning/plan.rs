//! Which runs a comparison makes.

use api::config::{MEMORY_MIB_RANGE, MemoryMib};

/// Sizes that are offered, in MB: doubled, and the one with a whole vCPU.
pub const SIZES_MIB: [u32; 8] = [128, 256, 512, 1_024, 1_769, 3_008, 5_120, 10_240];
/// Of these, the ones chosen at first.
pub const SIZES_FIRST_MIB: [u32; 6] = [128, 256, 512, 1_024, 1_769, 3_008];
/// Least and most warm runs of each size.
pub const WARM_RANGE: (u32, u32) = (1, 20);
/// Least and most cold runs of each size.
pub const COLD_RANGE: (u32, u32) = (1, 10);

/// One run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// With this much memory.
    pub memory: MemoryMib,
    /// In a new environment.
    pub cold: bool,
}

/// All runs of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// In order: by size, cold ones first, so that an environment is there for the warm ones.
    pub steps: Vec<Step>,
}

impl Plan {
    /// What the form says.
    ///
    /// # Errors
    /// Names the field, its range and the value.
    pub fn parse(sizes_mib: &[u32], cold: &str, warm: &str) -> Result<Self, String> {
        let mut sizes = sizes_mib.to_vec();
        sizes.sort_unstable();
        sizes.dedup();
        if sizes.len() < 2 {
            return Err(format!("choose at least two memory sizes to compare; {} is chosen", sizes.len()));
        }
        let cold = count("cold runs", cold, COLD_RANGE)?;
        let warm = count("warm runs", warm, WARM_RANGE)?;
        let mut steps = Vec::new();
        for mib in sizes {
            let memory = MemoryMib::new(mib).map_err(|_refused| {
                format!("{mib} MB is no memory size; {} to {} MB are", MEMORY_MIB_RANGE.0, MEMORY_MIB_RANGE.1)
            })?;
            steps.extend((0..cold).map(|_| Step { memory, cold: true }));
            steps.extend((0..warm).map(|_| Step { memory, cold: false }));
        }
        Ok(Self { steps })
    }
}

fn count(what: &str, text: &str, (least, most): (u32, u32)) -> Result<u32, String> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("{what} of each size: {least} to {most} are possible, not `{}`", text.trim()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn sizes_come_in_order_and_cold_runs_first() {
        let plan = Plan::parse(&[512, 128, 512], "1", "2").unwrap();
        let steps: Vec<_> = plan.steps.iter().map(|step| (step.memory.get(), step.cold)).collect();
        let expected = [(128, true), (128, false), (128, false), (512, true), (512, false), (512, false)];
        assert_eq!(steps, expected);
    }

    #[test]
    fn what_cannot_be_run_is_refused_with_its_range() {
        let check = |sizes: &[u32], cold, warm| Plan::parse(sizes, cold, warm).unwrap_err();
        assert_eq!(check(&[128], "1", "1"), "choose at least two memory sizes to compare; 1 is chosen");
        assert_eq!(check(&[128, 256], "0", "1"), "cold runs of each size: 1 to 10 are possible, not `0`");
        assert_eq!(check(&[128, 256], "1", "x"), "warm runs of each size: 1 to 20 are possible, not `x`");
        assert_eq!(check(&[1, 256], "1", "1"), "1 MB is no memory size; 128 to 10240 MB are");
    }
}
