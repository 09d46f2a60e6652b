// Typed values of a table's stream to plain ones.
const plain = (value) => {
  const [[type, inner]] = Object.entries(value);
  switch (type) {
    case 'N': return Number(inner);
    case 'L': return inner.map(plain);
    case 'M': return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, plain(one)]));
    case 'NULL': return null;
    case 'SS': return new Set(inner);
    case 'B': return Buffer.from(inner, 'base64').toString('utf8');
    default: return inner;
  }
};
export const handler = async ({ Records }) => Records.map(({ eventName, dynamodb: { NewImage, OldImage } }) => {
  const [now, before] = [NewImage, OldImage].map((image) => image && plain({ M: image }));
  console.log(eventName, now);
  return { eventName, changed: Object.keys({ ...before, ...now }).filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(now?.[key])) };
});
