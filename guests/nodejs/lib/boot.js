(function (host, configText) {
  return { start() {}, ticks() { return false; }, turn() { return -1; }, rejected() {}, invoke(e) { host.respond(e); } };
})
