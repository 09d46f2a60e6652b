// Takes 10 MB at a time until there is no more. Move the memory slider and watch where it ends.
export const handler = async (event) => {
  const kept = [];
  for (let mb = 10; mb <= event.megabytes; mb += 10) {
    kept.push(new Uint8Array(10 * 1024 * 1024).fill(1));
    console.log("holding", mb, "MB");
  }
  return { megabytes: kept.length * 10 };
};
