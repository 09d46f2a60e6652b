// An order's life as events.
import { EventEmitter, once, on } from 'node:events';
class Order extends EventEmitter {
  state = 'new';
  move(state) {
    const before = this.state;
    this.state = state;
    this.emit('moved', { before, state });
    this.emit(state, this);
    return this;
  }
}
export const handler = async ({ states }) => {
  const order = new Order();
  const trail = [];
  order.on('moved', ({ before, state }) => trail.push(`${before}>${state}`)).once('paid', () => console.log('paid once')).on('error', (error) => console.error('told', error.message));
  const sent = once(order, 'sent');
  setTimeout(() => { for (const state of states) order.move(state); order.emit('error', new Error('late')); }, 1);
  const [{ state }] = await sent;
  return { trail, state, names: order.eventNames(), listeners: order.listenerCount('paid') };
};
