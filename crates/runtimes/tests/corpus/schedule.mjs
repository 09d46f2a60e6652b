// A scheduled event: the day before, as a key.
export const handler = async ({ time, detail = {} }) => {
  const day = new Date(time);
  day.setUTCDate(day.getUTCDate() - 1);
  const key = day.toISOString().slice(0, 10).replaceAll('-', '/');
  console.log('report for', key, detail);
  return { key, weekday: day.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' }), quarter: Math.floor(day.getUTCMonth() / 3) + 1 };
};
