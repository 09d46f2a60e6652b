// A batch of messages. Naming the failed ones sends only those back to the queue.
const work = (order) => {
  if (!(order.count > 0)) throw new RangeError(`count is ${order.count}, it must be above 0`);
  console.log("packing", order.count, "of", order.item);
};

export const handler = async (event) => {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    try {
      work(JSON.parse(body));
    } catch (error) {
      console.error(messageId, String(error));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};
