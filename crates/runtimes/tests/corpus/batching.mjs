// Chunks, a limit of what runs at once, retries with growing waits.
const chunk = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
const pool = async (limit, jobs) => {
  const results = [];
  let next = 0;
  let most = 0;
  let now = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const at = next++;
      most = Math.max(most, ++now);
      results[at] = await jobs[at]().finally(() => now--);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return { results, most };
};
const retry = async (run, times) => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(attempt);
    } catch (error) {
      console.warn('attempt', attempt, error.message);
      if (attempt >= times) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt));
    }
  }
};
export const handler = async ({ items }) => {
  const flaky = await retry(async (attempt) => { if (attempt < 3) throw new Error('busy'); return attempt; }, 5);
  const jobs = items.map((item) => async () => { await new Promise((resolve) => setTimeout(resolve, 1)); return item * 2; });
  return { chunks: chunk(items, 3), ...(await pool(2, jobs)), flaky };
};
