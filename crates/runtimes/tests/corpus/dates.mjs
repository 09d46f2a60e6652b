// Arithmetic of days, ISO weeks, texts for people.
const DAY = 86400000;
const week = (date) => {
  const thursday = new Date(date);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  return Math.ceil(((thursday - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY + 1) / 7);
};
export const handler = async ({ from, to }) => {
  const [start, end] = [from, to].map((text) => new Date(text));
  console.log(start, end.toUTCString());
  return {
    days: Math.round((end - start) / DAY), week: week(start), last: new Date(Date.UTC(2028, 2, 0)).getUTCDate(), json: JSON.stringify({ start }), bad: String(new Date('no')),
    long: end.toLocaleDateString('en-US', { dateStyle: 'full', timeZone: 'UTC' }), time: end.toLocaleTimeString('en-US', { timeZone: 'UTC' }), parsed: Date.parse('2026-11-24T12:00:00+02:00'),
    unix: Math.floor(end / 1000), parts: [end.getUTCFullYear(), end.getUTCMonth() + 1, end.getUTCDate()],
  };
};
