// The axis of time: ticks where people look for them (full minutes, hours, days, months), in local time or in UTC.
import { timeTicks, utcTicks } from 'd3-time';
import type { Axis } from './units.ts';

/** Days without a time of day are days in UTC; moments are shown in the time zone of this machine. */
export type TimeZone = 'local' | 'utc';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly ms: number;
}

function partsOf(at: number, zone: TimeZone): Parts {
  const moment = new Date(at);
  return zone === 'utc'
    ? {
        year: moment.getUTCFullYear(),
        month: moment.getUTCMonth(),
        date: moment.getUTCDate(),
        hours: moment.getUTCHours(),
        minutes: moment.getUTCMinutes(),
        seconds: moment.getUTCSeconds(),
        ms: moment.getUTCMilliseconds(),
      }
    : {
        year: moment.getFullYear(),
        month: moment.getMonth(),
        date: moment.getDate(),
        hours: moment.getHours(),
        minutes: moment.getMinutes(),
        seconds: moment.getSeconds(),
        ms: moment.getMilliseconds(),
      };
}

const two = (value: number): string => String(value).padStart(2, '0');
const clock = ({ hours, minutes }: Parts): string => `${two(hours)}:${two(minutes)}`;
const dayOf = ({ date, month }: Parts): string => `${date} ${months[month]}`;

/**
 * @param from milliseconds since the epoch; so is `to`, which is not before it
 * @param count of ticks, about
 */
export function timeAxis(from: number, to: number, zone: TimeZone, count: number): Axis {
  const make = zone === 'utc' ? utcTicks : timeTicks;
  const found = make(new Date(from), new Date(to), Math.max(1, count)).map(Number);
  // Months and years are of different lengths: the shortest step tells the unit.
  const steps = found.slice(1).map((at, index) => at - (found[index] ?? at));
  const step = steps.length > 0 ? Math.min(...steps) : to - from;
  return { from, to, ticks: found.map((at) => ({ at, label: tickLabel(partsOf(at, zone), step) })) };
}

/** As short as the step allows; where a larger unit begins, that one is named. */
function tickLabel(parts: Parts, step: number): string {
  if (step < second) return `${two(parts.minutes)}:${two(parts.seconds)}.${String(parts.ms).padStart(3, '0')}`;
  if (step < minute) return `${clock(parts)}:${two(parts.seconds)}`;
  if (step < 20 * hour) return parts.hours === 0 && parts.minutes === 0 ? dayOf(parts) : clock(parts);
  if (step < 27 * day) return dayOf(parts);
  if (step < 360 * day) return parts.month === 0 ? String(parts.year) : (months[parts.month] ?? '');
  return String(parts.year);
}

/** `30 Nov 2026 14:05:09`; a day alone in UTC where there is no time of day to it. */
export function formatTime(at: number, zone: TimeZone): string {
  const parts = partsOf(at, zone);
  const date = `${dayOf(parts)} ${parts.year}`;
  if (zone === 'utc' && at % day === 0) return date;
  const fraction = parts.ms === 0 ? '' : `.${String(parts.ms).padStart(3, '0')}`;
  return `${date} ${clock(parts)}:${two(parts.seconds)}${fraction}`;
}

/** The days that a span of time covers, and the zone: `30 Nov 2026 UTC+1`, `1 Oct – 30 Nov 2026 UTC`. */
export function formatSpan(from: number, to: number, zone: TimeZone): string {
  const [first, last] = [partsOf(from, zone), partsOf(to, zone)];
  const isSameYear = first.year === last.year;
  const isSameDay = isSameYear && first.month === last.month && first.date === last.date;
  const start = isSameDay ? '' : `${dayOf(first)}${isSameYear ? '' : ` ${first.year}`} – `;
  return `${start}${dayOf(last)} ${last.year} ${zoneName(to, zone)}`;
}

function zoneName(at: number, zone: TimeZone): string {
  const offset = zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset();
  if (offset === 0) return 'UTC';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `UTC${offset > 0 ? '+' : '-'}${hours}${minutes === 0 ? '' : `:${two(minutes)}`}`;
}
