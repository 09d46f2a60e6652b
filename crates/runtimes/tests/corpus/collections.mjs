// The newer methods of the language.
export const handler = async ({ people }) => {
  const byTown = Map.groupBy(people, ({ town }) => town);
  const sorted = people.toSorted((a, b) => b.age - a.age || a.name.localeCompare(b.name));
  const [young, old] = [new Set(people.filter(({ age }) => age < 40).map(({ name }) => name)), new Set(['Ben', 'Cy', 'Zed'])];
  console.table(sorted.slice(0, 2));
  return {
    towns: [...byTown].map(([town, list]) => [town, list.length]), oldest: sorted.at(0).name, last: people.findLast(({ age }) => age > 30)?.name,
    both: [...young].filter((name) => old.has(name)), with: [1, 2, 3].with(1, 9), flat: [[1, [2]], [3]].flat(Infinity), swapped: Object.fromEntries(Object.entries({ a: 1, b: 2 }).map((pair) => pair.toReversed())),
    sum: people.reduce((sum, { age }) => sum + age, 0), text: 'a-b-c'.replaceAll('-', '+').padEnd(7, '.').at(-1), well: 'ab\uD800'.isWellFormed(), nested: structuredClone({ when: new Date(0) }).when.getTime(), has: Object.hasOwn({ x: 1 }, 'x'),
  };
};
