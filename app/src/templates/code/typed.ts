// Types help while you write. What runs is the JavaScript that is left when they are taken away.
enum Shipping {
  Letter = 190,
  Parcel = 490,
}

interface Line {
  item: string;
  price: number; // in cents
  count: number;
}

interface Receipt {
  lines: number;
  shipping: keyof typeof Shipping;
  total: number;
}

export const handler: Handler<{ lines: Line[] }, Receipt> = async ({ lines }) => {
  const sum = lines.reduce((total, { price, count }) => total + price * count, 0);
  const shipping = lines.length > 1 ? "Parcel" : "Letter";
  console.log(`${lines.length} lines, sent as ${shipping}`);
  return { lines: lines.length, shipping, total: sum + Shipping[shipping] };
};
