// Fails on purpose. Look at the error below, then mend the event or the code.
class OutOfStock extends Error {
  name = "OutOfStock";
}

const reserve = (stock, wanted) => {
  if (wanted > stock) throw new OutOfStock(`${wanted} wanted, ${stock} there`);
  return stock - wanted;
};

export const handler = async (event) => {
  console.log("reserving", event.wanted);
  return { left: reserve(3, event.wanted) };
};
