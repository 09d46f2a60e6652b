// A batch of which only the failed messages come back.
const work = async ({ body, messageId }) => {
  const { amount } = JSON.parse(body);
  if (amount < 0) throw new RangeError(`amount ${amount} of ${messageId}`);
  return amount;
};
export const handler = async ({ Records }) => {
  const results = await Promise.allSettled(Records.map(work));
  const batchItemFailures = [];
  results.forEach(({ status, value, reason }, at) => {
    if (status === 'fulfilled') return console.log('done', value);
    console.error('failed', reason.name);
    batchItemFailures.push({ itemIdentifier: Records[at].messageId });
  });
  return { batchItemFailures };
};
