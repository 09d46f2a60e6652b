// A small closed-loop HTTP client: `connections` keep-alive connections, each sends its next request when it has its answer.
import http from "node:http";

/** Runs until `total` answers are in. Gives latencies in ms, errors, and requests per second. */
export async function drive({ address, host, connections, total }) {
  const { hostname, port } = new URL(address);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const latencies = [];
  let errors = 0;
  let sent = 0;
  const once = () =>
    new Promise((resolve) => {
      const begin = performance.now();
      const request = http.get({ hostname, port, path: "/", agent, headers: { host } }, (answer) => {
        answer.resume();
        answer.on("end", () => {
          latencies.push(performance.now() - begin);
          if (answer.statusCode !== 200) errors++;
          resolve();
        });
      });
      request.on("error", () => { errors++; resolve(); });
    });
  const lane = async () => { while (sent < total) { sent++; await once(); } };
  const begin = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - begin) / 1000;
  agent.destroy();
  return { latencies, errors, perSecond: total / seconds };
}
