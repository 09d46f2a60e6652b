// The order of ticks, promise jobs, immediates and timers. Holds in Node too.
exports.handler = async () => {
  const order = [];
  setTimeout(() => order.push('timeout 10'), 10);
  setTimeout(() => order.push('timeout 0'), 0);
  setImmediate(() => order.push('immediate'));
  process.nextTick(() => order.push('tick'));
  Promise.resolve().then(() => order.push('promise'));
  queueMicrotask(() => order.push('microtask'));
  order.push('sync');
  let count = 0;
  await new Promise((resolve) => {
    const interval = setInterval(() => {
      order.push(`interval ${++count}`);
      if (count === 2) resolve(clearInterval(interval));
    }, 15);
  });
  clearTimeout(setTimeout(() => order.push('never'), 1));
  await require('timers/promises').setTimeout(5);
  return order.filter((name) => name !== 'timeout 0' && name !== 'immediate').join(', ');
};
