// When a stream is through: `finished`.
(function (node, use) {
  'use strict';
  const { nextTick } = use('timers');
  const shared = use('stream-state');

  // Calls back once; gives a function that stops waiting.
  const finished = (stream, options, callback) => {
    if (typeof options === 'function') [options, callback] = [{}, options];
    const readable = options?.readable !== false && stream._readableState;
    const writable = options?.writable !== false && stream._writableState;
    if (!stream._readableState && !stream._writableState) throw node.errors.argumentType('stream', 'an instance of Stream', stream);
    let open = true;
    const listeners = [];
    const forget = () => {
      open = false;
      for (const [name, listener] of listeners) stream.off(name, listener);
    };
    const tell = (error) => {
      if (!open) return;
      forget();
      if (error) callback.call(stream, error);
      else callback.call(stream);
    };
    const through = () => (!readable || readable.endEmitted) && (!writable || writable.finished);
    const check = () => through() && tell();
    const closed = () => tell(through() ? undefined : ((readable || writable).errored ?? shared.premature()));
    listeners.push(['error', tell], ['close', closed]);
    if (readable) listeners.push(['end', check]);
    if (writable) listeners.push(['finish', check]);
    for (const [name, listener] of listeners) stream.on(name, listener);
    if ((readable || writable || {}).closed) nextTick(closed);
    else if (through()) nextTick(check);
    options?.signal?.addEventListener('abort', () => tell(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' })), { once: true });
    return forget;
  };
  return { finished };
})
