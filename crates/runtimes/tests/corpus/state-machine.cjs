// A switch over states, labels, closures that count.
const machine = () => {
  let steps = 0;
  return (state, input) => {
    steps++;
    switch (state) {
      case 'start': return { state: input === 'go' ? 'running' : 'start', steps };
      case 'running':
        if (input === 'pause') return { state: 'paused', steps };
        // falls through
      case 'paused': return { state: input === 'stop' ? 'end' : input === 'go' ? 'running' : state, steps };
      default: throw new RangeError(`no state ${state}`);
    }
  };
};
exports.handler = async ({ inputs }) => {
  const step = machine();
  let at = { state: 'start' };
  for (const input of inputs) console.log(input, '->', (at = step(at.state, input)).state);
  return at;
};
