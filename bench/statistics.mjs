// Medians and spreads, and what else the machine was doing.
import { cpus, loadavg } from "node:os";

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [Math.floor(at), Math.ceil(at)];
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

export function summary(values) {
  return { runs: values.length, min: quantile(values, 0), median: quantile(values, 0.5), p99: quantile(values, 0.99), max: quantile(values, 1) };
}

export function load() {
  return `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), load average ${loadavg().map((n) => n.toFixed(2)).join(" ")}`;
}

/** Prints one row and gives whether it reached its bar. */
export function row(what, value, unit, bar, atMost = true) {
  const reached = atMost ? value <= bar : value >= bar;
  const line = `${reached ? "ok  " : "MISS"}  ${what.padEnd(64)} ${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit.padEnd(5)} bar ${atMost ? "<=" : ">="} ${bar} ${unit}`;
  process.stdout.write(`${line}\n`);
  return reached;
}
