// A stream of records. The data is base64; the order within a shard is kept.
export const handler = async (event) => {
  const seen = {};
  for (const { kinesis } of event.Records) {
    const text = Buffer.from(kinesis.data, "base64").toString("utf8");
    console.log(kinesis.sequenceNumber, text);
    seen[kinesis.partitionKey] = (seen[kinesis.partitionKey] ?? 0) + 1;
  }
  return seen;
};
