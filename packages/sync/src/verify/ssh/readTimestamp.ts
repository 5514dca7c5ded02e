/**
 * Seconds since the epoch of a time as in ssh-keygen(1), valid-after: `YYYYMMDD[Z]` or `YYYYMMDDHHMM[SS][Z]`. Always UTC;
 * OpenSSH takes the zone of the machine when there is no Z, and a container has none. Undefined when it is no time.
 */
export function readTimestamp(text: string): number | undefined {
  const digits = /^(\d{8}|\d{12}|\d{14})Z?$/i.exec(text)?.[1]?.padEnd(14, '0');
  if (digits === undefined) return undefined;
  const part = (at: number): string => digits.slice(at, at + 2);
  const iso = `${digits.slice(0, 4)}-${part(4)}-${part(6)}T${part(8)}:${part(10)}:${part(12)}.000Z`;
  const date = new Date(iso);
  // Date makes the 2nd of March of a 30th of February.
  return !Number.isNaN(date.getTime()) && date.toISOString() === iso ? date.getTime() / 1000 : undefined;
}
