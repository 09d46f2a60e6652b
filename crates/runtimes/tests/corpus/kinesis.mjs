// Records of a stream: base64 of JSON, folded by a generator.
function* decoded(records) {
  for (const { kinesis: { data, sequenceNumber } } of records) {
    try {
      yield JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
    } catch (error) {
      console.warn('skipped', sequenceNumber, error.name);
    }
  }
}
export const handler = async ({ Records }) => {
  const sums = new Map();
  for (const { device, value } of decoded(Records)) sums.set(device, (sums.get(device) ?? 0) + value);
  console.log(sums);
  return Object.fromEntries(sums);
};
