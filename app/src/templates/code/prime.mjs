// Only computes. More memory means a larger share of a CPU: try 128, 512 and 1769 MB, and compare the bills.
export const handler = async (event) => {
  const composite = new Uint8Array(event.below);
  let count = 0;
  for (let n = 2; n < event.below; n++) {
    if (composite[n]) continue;
    count++;
    for (let m = n * n; m < event.below; m += n) composite[m] = 1;
  }
  return { below: event.below, primes: count };
};
