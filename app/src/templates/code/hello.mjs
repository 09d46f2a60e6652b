// Press Ctrl+Enter: the log and the answer appear below.
export const handler = async (event, context) => {
  console.log("event:", event);
  console.log("time left:", context.getRemainingTimeInMillis(), "ms");

  const name = event.name ?? "world";
  return { message: `Hello, ${name}!` };
};
