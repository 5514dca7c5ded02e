import { RemoteError } from '../remoteError.ts';

export type Proxy = {
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly port: number;
  /** As sentences name it, without its user and password. */
  readonly name: string;
  /** The environment variable that names it. */
  readonly variable: string;
  /** The value of the Proxy-Authorization header. */
  readonly authorization?: string;
};

/** curl's, for a proxy that is named without a port (CURLOPT_PROXY). */
const curlPort = 1080;

/**
 * Reads what HTTPS_PROXY and its like hold: `http://user:password@host:port`, where the scheme may be left out. Throws
 * RemoteError, which does not show the value: a password may be anywhere in it.
 */
export function parseProxy(text: string, variable: string): Proxy {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url === null || url.hostname === '') throw unusable(variable, 'a URL such as http://proxy.example.com:3128');
  const { protocol, hostname } = url;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw unusable(variable, `an http:// or https:// proxy, found the scheme ${protocol.slice(0, 20)}`);
  }
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(url.port) || writtenPort(text) || (protocol === 'https:' ? 443 : curlPort);
  const name = `${protocol}//${hostname}:${port}`;
  const authorization = readAuthorization(url, variable);
  return { protocol, host, port, name, variable, ...(authorization === undefined ? {} : { authorization }) };
}

// URL drops a port that is its scheme's default, which for a proxy is not the one that is meant when none is written.
function writtenPort(text: string): number {
  return Number(/:(\d+)\/?$/.exec(text)?.[1] ?? 0);
}

function readAuthorization({ username, password }: URL, variable: string): string | undefined {
  if (username === '' && password === '') return undefined;
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  } catch {
    throw unusable(variable, 'a URL whose user and password write % as %25');
  }
}

function unusable(variable: string, wanted: string): RemoteError {
  return new RemoteError(`Cannot use the proxy that the environment variable ${variable} names: it must be ${wanted}`);
}
