// Any of many, and what is said when none does it.
const fails = (name, ms) => new Promise((_, reject) => setTimeout(reject, ms, new TypeError(name)));
export const handler = async () => {
  const first = await Promise.any([fails('a', 1), new Promise((resolve) => setTimeout(resolve, 3, 'won'))]);
  const none = await Promise.any([fails('b', 2), fails('c', 1)]).catch((error) => [error.constructor.name, error.errors.map((one) => one.message)]);
  console.log(first, none);
  return { first, none, race: await Promise.race([fails('d', 1)]).catch(String) };
};
