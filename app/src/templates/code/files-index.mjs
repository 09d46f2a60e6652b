// One function, several files: the handler only puts the parts together.
import { parse } from "./lib/order.mjs";
import { total } from "./lib/price.mjs";

export const handler = async (event) => {
  const order = parse(event);
  console.log("order of", order.length, "lines");
  return { lines: order.length, total: total(order) };
};
