// The first code of an environment. Every file here is one function of (node, use) and gives what it exports;
// `node` is the state they share, `use(name)` evaluates another file once. What few functions need is loaded when it is
// first asked for, so that a cold start pays only for what it uses.
(function (host, configText) {
  'use strict';
  const loaded = Object.create(null);
  const node = {
    host,
    config: JSON.parse(configText),
    invocation: undefined, // of the event that runs now
  };
  const use = (name) => {
    if (!(name in loaded)) loaded[name] = host.library(name)(node, use);
    return loaded[name];
  };
  use('errors');
  use('globals');
  return use('runtime');
})
