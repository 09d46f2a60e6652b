// The first code of an interpreter. Every file here is one function of (node, use) and gives what it exports;
// `node` is the state they share, `use(name)` evaluates another file once. What is loaded here is in the image that every
// environment begins with, so it may not look at anything that differs between them: configuration, files, clock, random.
// What few functions need is loaded when it is first asked for.
(function (host) {
  'use strict';
  const loaded = Object.create(null);
  const node = {
    host,
    config: {}, // filled when an environment starts
    invocation: undefined, // of the event that runs now
  };
  const use = (name) => {
    if (!(name in loaded)) loaded[name] = host.library(name)(node, use);
    return loaded[name];
  };
  use('errors');
  use('globals');
  // Most functions use these.
  for (const name of ['buffer', 'inspect', 'encoding', 'url']) use(name);
  return use('runtime');
})
