// An access log taken apart: named groups, sticky, lookbehind, all matches.
const LINE = /^(?<ip>[\d.]+) \S+ \S+ \[(?<day>\d{2})\/(?<month>\w{3})\/(?<year>\d{4}):(?<time>[\d:]+) [^\]]+\] "(?<method>[A-Z]+) (?<path>[^" ]+)[^"]*" (?<status>\d{3}) (?<size>\d+|-)/u;
export const handler = async ({ lines }) => {
  const hits = lines.map((line) => LINE.exec(line)?.groups).filter(Boolean);
  const amounts = 'cost: €12, €7.50 and $9'.match(/(?<=€)\d+(?:\.\d+)?/g).map(Number);
  const words = [...'Grüße, Jürgen! naïve café'.matchAll(/\p{L}+/gu)].map(([word]) => word.normalize('NFD').replace(/\p{M}/gu, ''));
  const camel = 'content-security-policy'.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  console.log(hits.length, 'of', lines.length);
  return { first: { ...hits[0] }, byStatus: hits.reduce((sums, { status }) => ({ ...sums, [status]: (sums[status] ?? 0) + 1 }), {}), amounts, words, camel };
};
