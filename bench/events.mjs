// Asynchronous invocation through the AWS API: how fast events are taken, durably, and how fast they are worked off.
import { createHash, createHmac } from "node:crypto";
import http from "node:http";

const REGION = "us-east-1";
const hash = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

/** A request signed with the key `test`. It may be sent many times within its quarter of an hour. */
export function signed(method, address, path, headers, body, query = "") {
  const { host } = new URL(address);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${REGION}/lambda/aws4_request`;
  const all = Object.fromEntries(Object.entries({ ...headers, host, "x-amz-date": time }).sort());
  const names = Object.keys(all).join(";");
  const canonical = [method, path, query, ...Object.entries(all).map(([name, value]) => `${name}:${value}`), "", names, hash(body)].join("\n");
  const key = [time.slice(0, 8), REGION, "lambda", "aws4_request"].reduce(hmac, "AWS4test");
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, hash(canonical)].join("\n")).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { method, path: query ? `${path}?${query}` : path, headers: { ...all, authorization, "content-length": Buffer.byteLength(body) }, body };
}

function ask(address, agent, request) {
  const { hostname, port } = new URL(address);
  const { method, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const sent = http.request({ hostname, port, agent, method, path, headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => { text += chunk; });
      answer.on("end", () => resolve({ status: answer.statusCode, text, headers: answer.headers }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Lists all functions, page by page; gives the time of each page in ms, and how many functions there are. */
export async function listFunctions(address) {
  const times = [];
  let [marker, count] = ["", 0];
  do {
    const query = marker && `Marker=${encodeURIComponent(marker)}`;
    const request = signed("GET", address, "/2015-03-31/functions", {}, "", query);
    const begin = performance.now();
    const { status, text } = await ask(address, undefined, request);
    times.push(performance.now() - begin);
    if (status !== 200) throw new Error(`functions were not listed: ${status} ${text}`);
    const answer = JSON.parse(text);
    count += answer.Functions.length;
    marker = answer.NextMarker;
  } while (marker);
  return { times, count };
}

/** Makes a function of a zip, base64. */
export async function create(address, name, zip) {
  const body = JSON.stringify({ FunctionName: name, Runtime: "nodejs24.x", Handler: "index.handler", Role: "arn:aws:iam::000000000000:role/bench", Code: { ZipFile: zip } });
  const answer = await ask(address, undefined, signed("POST", address, "/2015-03-31/functions", { "content-type": "application/json" }, body));
  if (answer.status !== 201) throw new Error(`the function was not made: ${answer.status} ${answer.text}`);
}

/** Sends `total` events over `connections` connections, and waits until all are done. */
export async function sendEvents({ address, name, connections, total }) {
  const request = signed("POST", address, `/2015-03-31/functions/${name}/invocations`, { "x-amz-invocation-type": "Event" }, "{}");
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  let [sent, errors] = [0, 0];
  const lane = async () => {
    while (sent < total) {
      sent++;
      const { status } = await ask(address, agent, request);
      if (status !== 202) errors++;
    }
  };
  const before = await whenDone(address, () => true);
  const begin = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  const acceptedMs = performance.now() - begin;
  await whenDone(address, (done) => done >= before + total - errors);
  const doneMs = performance.now() - begin;
  agent.destroy();
  return { errors, perSecond: (total * 1000) / acceptedMs, donePerSecond: (total * 1000) / doneMs };
}

/** Watches the events of the local workspace until `isEnough` of how many are done; gives that. */
async function whenDone(address, isEnough) {
  const entered = await ask(address, undefined, { method: "POST", path: "/local-workspace", headers: { host: new URL(address).host }, body: "" });
  const cookie = [entered.headers["set-cookie"]].flat().map((value) => value.split(";")[0]).join("; ");
  const answer = await fetch(`${address}/live/events`, { headers: { cookie } });
  let text = "";
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const frames = (text + chunk).split("\n\n");
    text = frames.pop();
    const views = frames.map((frame) => /^data: (.*)$/m.exec(frame)?.[1]).filter(Boolean);
    const enough = views.map((json) => JSON.parse(json).done).find(isEnough);
    // Leaving the loop closes the connection.
    if (enough !== undefined) return enough;
  }
  throw new Error("the server closed the stream of events");
}
