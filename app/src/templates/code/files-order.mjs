/** Checks what came in before anybody counts with it. */
export const parse = (event) => {
  if (!Array.isArray(event.lines)) throw new Error("the event has no `lines`");
  return event.lines.map(({ item, price, count = 1 }) => ({ item, price, count }));
};
