/** Dates as people read them: the playground's clock in the acting person's time zone. */

import { now, zone } from "./store.js";

function format(seconds, options) {
  return new Intl.DateTimeFormat("en-US", { timeZone: zone(), ...options }).format(new Date(seconds * 1000));
}

/** "9:05 AM" */
export function timeOf(seconds) {
  return format(seconds, { hour: "numeric", minute: "2-digit" });
}

/** "2026-03-04" in the acting person's zone: equal for two moments of one local day. */
export function dayKey(seconds) {
  const parts = zonedParts(seconds);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** "Today", "Yesterday" or "Wednesday, March 4" (with the year when it is another one). */
export function dayName(seconds) {
  const pretty = relativeDay(seconds);
  if (pretty) return pretty;
  const sameYear = zonedParts(seconds).year === zonedParts(now()).year;
  return format(seconds, { weekday: "long", month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) });
}

function relativeDay(seconds) {
  const key = dayKey(seconds);
  const near = { [dayKey(now())]: "Today", [dayKey(now() - 86400)]: "Yesterday", [dayKey(now() + 86400)]: "Tomorrow" };
  return near[key];
}

/** "Wed, Mar 4, 2026, 9:05 AM EST": the clock in the bar. */
export function clockText(seconds) {
  return format(seconds, {
    weekday: "short", month: "short", day: "numeric", year: "numeric",
    hour: "numeric", minute: "2-digit", timeZoneName: "short",
  });
}

/** "9:05:12 AM", for the inspector. */
export function exactTime(seconds) {
  return format(seconds, { hour: "numeric", minute: "2-digit", second: "2-digit" });
}

/** Year, month, day, hour, minute as zero-padded text in the acting person's zone. */
export function zonedParts(seconds) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone(), hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(new Date(seconds * 1000));
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}

/** "2026-03-04T09:05" as <input type="datetime-local"> takes it. */
export function toWall(seconds) {
  const parts = zonedParts(seconds);
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** Unix seconds of a wall time in the acting person's zone. A time skipped by a clock change moves forward. */
export function fromWall(wall) {
  const asUtc = Date.parse(`${wall}Z`) / 1000;
  const offset = (seconds) => Date.parse(`${toWall(seconds)}Z`) / 1000 - seconds;
  const guess = asUtc - offset(asUtc);
  return asUtc - offset(guess);
}

const DATE_TOKENS = {
  date_num: (s) => dayKey(s),
  date: (s) => format(s, { month: "long", day: "numeric", year: "numeric" }),
  date_short: (s) => format(s, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (s) => format(s, { weekday: "long", month: "long", day: "numeric", year: "numeric" }),
  date_pretty: (s) => relativeDay(s) ?? DATE_TOKENS.date(s),
  date_short_pretty: (s) => relativeDay(s) ?? DATE_TOKENS.date_short(s),
  date_long_pretty: (s) => relativeDay(s) ?? DATE_TOKENS.date_long(s),
  time: (s) => timeOf(s),
  time_secs: (s) => exactTime(s),
  ago: (s) => ago(s),
};

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function ago(seconds) {
  const distance = seconds - now();
  const [unit, size] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en-US", { numeric: "auto" }).format(Math.round(distance / size), unit);
}

/** Slack's <!date^…> pattern filled in; an unknown token gives the fallback, as in Slack. */
export function fillDate(seconds, pattern, fallback) {
  if (!Number.isFinite(seconds)) return fallback;
  const tokens = [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  if (tokens.some((token) => !(token in DATE_TOKENS))) return fallback;
  return pattern.replace(/\{(\w+)\}/g, (_, token) => DATE_TOKENS[token](seconds));
}
