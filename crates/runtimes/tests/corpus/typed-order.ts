// Interfaces, an enum, a discriminated union, generics.
enum State { Open = 'OPEN', Paid = 'PAID' }
interface Line { item: string; cents: number; count?: number }
type Event = { kind: 'add'; line: Line } | { kind: 'pay'; cents: number };
type Result<T> = { ok: true; value: T } | { ok: false; error: string };
const done = <T,>(value: T): Result<T> => ({ ok: true, value });
class Order {
  private lines: Line[] = [];
  state: State = State.Open;
  constructor(readonly id: string, private readonly currency = 'EUR') {}
  get total(): number { return this.lines.reduce((sum, { cents, count = 1 }) => sum + cents * count, 0); }
  apply(event: Event): Result<number> {
    switch (event.kind) {
      case 'add': this.lines.push(event.line); return done(this.total);
      case 'pay':
        if (event.cents < this.total) return { ok: false, error: `${event.cents} of ${this.total} ${this.currency}` };
        this.state = State.Paid;
        return done(0);
      default: { const never: never = event; return never; }
    }
  }
}
export const handler = async ({ events }: { events: Event[] }) => {
  const order = new Order('o1');
  const results = events.map((event) => order.apply(event));
  console.log(order.state satisfies State, order);
  return { results, state: order.state, paid: State.Paid as const };
};
