// Pages from an async generator, until enough.
async function* pages(total) {
  try {
    for (let page = 1; page <= total; page++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      yield Array.from({ length: 3 }, (_, at) => page * 10 + at);
    }
  } finally {
    console.log('closed');
  }
}
export const handler = async ({ want }) => {
  const items = [];
  outer: for await (const page of pages(99)) {
    for (const item of page) {
      if (items.length >= want) break outer;
      items.push(item);
    }
  }
  return items;
};
