import { createHmac, timingSafeEqual } from 'node:crypto';

/** The name under which known_hosts has a host: bare on port 22, else `[host]:port`. */
export function knownHostName({ host, port }: { readonly host: string; readonly port: number }): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/**
 * Whether the first field of a known_hosts line means this name, by the rules of sshd(8): `*` and `?` are wildcards, a
 * pattern with `!` that matches rules the line out, `|1|salt|hash` is the HMAC-SHA1 of the whole name. A line for the
 * bare host does not count for another port; OpenSSH would let it.
 */
export function matchKnownHost(hosts: string, name: string): boolean {
  const wanted = name.toLowerCase();
  if (hosts.startsWith('|')) return matchesHash(hosts, wanted);
  let found = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, wanted)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

function matchesHash(field: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)$/.exec(field) ?? [];
  if (salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64');
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

// Walks back to the last star only, so that many stars cost no more than pattern times name.
function matchesPattern(pattern: string, name: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < name.length;) {
    if (pattern[at] === '*') {
      star = at;
      at += 1;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star === -1) {
      return false;
    } else {
      at = star + 1;
      resume += 1;
      index = resume;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
