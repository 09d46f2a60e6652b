// The text of `console.table`.
(function (node, use) {
  'use strict';
  const { inspect, format } = use('inspect');
  const shown = (value) => inspect(value, { depth: value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0, maxArrayLength: 3, breakLength: Infinity });
  const isRow = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');

  const draw = (head, rows) => {
    const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map((text) => [...text].length)) + 2);
    const line = (cells) => `│${cells.map((cell, column) => ` ${cell ?? ''}${' '.repeat(widths[column] - [...(cell ?? '')].length - 1)}`).join('│')}│`;
    const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
    return [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤'), ...rows.map(line), rule('└', '┴', '┘')].join('\n');
  };

  return (data, columns) => {
    if (!isRow(data)) return format(data);
    const iterates = data instanceof Map || data instanceof Set;
    const entries = iterates ? [...(data instanceof Map ? data.entries() : [...data].entries())] : Object.entries(data);
    const names = [];
    let plain = false;
    for (const [, value] of entries) {
      if (!isRow(value)) plain = true;
      else for (const name of Object.keys(value)) if (!names.includes(name)) names.push(name);
    }
    const chosen = columns ?? names;
    const head = [iterates ? '(iteration index)' : '(index)', ...chosen, ...(plain ? ['Values'] : [])];
    const rows = entries.map(([key, value], index) => [
      iterates ? `${index}` : `${key}`,
      ...chosen.map((name) => (isRow(value) && Object.hasOwn(value, name) ? shown(value[name]) : '')),
      ...(plain ? [isRow(value) ? '' : shown(value)] : []),
    ]);
    return draw(head, rows);
  };
})
