// `performance`.
(function (node) {
  'use strict';
  const { host } = node;
  const origin = Date.now() - host.monotonic();
  let entries = [];
  const timeOf = (value) => (typeof value === 'string' ? (entries.findLast((entry) => entry.name === value)?.startTime ?? 0) : (value ?? 0));
  const add = (entryType, name, startTime, duration, detail = null) => {
    const entry = { name, entryType, startTime, duration, detail };
    entries.push(entry);
    return entry;
  };
  const performance = {
    timeOrigin: origin,
    now: () => host.monotonic(),
    mark: (name, options = {}) => add('mark', name, options.startTime ?? host.monotonic(), 0, options.detail),
    measure(name, start, end) {
      if (typeof start === 'object' && start !== null) ({ start, end } = start);
      const from = timeOf(start);
      return add('measure', name, from, (end === undefined ? host.monotonic() : timeOf(end)) - from);
    },
    getEntries: () => [...entries],
    getEntriesByName: (name) => entries.filter((entry) => entry.name === name),
    getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
    clearMarks: (name) => void (entries = entries.filter((entry) => entry.entryType !== 'mark' || (name !== undefined && entry.name !== name))),
    clearMeasures: (name) => void (entries = entries.filter((entry) => entry.entryType !== 'measure' || (name !== undefined && entry.name !== name))),
    timerify: (callback) => callback,
    toJSON: () => ({ timeOrigin: origin }),
  };
  class PerformanceObserver {
    constructor() {
      throw node.errors.unavailable('PerformanceObserver');
    }
  }
  return { performance, PerformanceObserver };
})
