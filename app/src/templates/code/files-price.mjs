/** The sum of an order, in cents. */
export const total = (order) => order.reduce((sum, line) => sum + line.price * line.count, 0);
