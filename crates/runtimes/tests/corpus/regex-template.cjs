// Small templates, and dates by a replacer function.
const render = (template, data) => template.replace(/\{\{\s*([\w.]+)(?:\s*\|\s*(\w+))?\s*\}\}/g, (_, path, filter) => {
  const value = path.split('.').reduce((at, key) => at?.[key], data) ?? '';
  return { upper: (text) => text.toUpperCase(), trim: (text) => text.trim() }[filter]?.(String(value)) ?? value;
});
exports.handler = async ({ template, data }) => render(template, data);
