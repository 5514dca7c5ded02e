const oldestNode = 26;

// Each opens a way to the credentials in memory or on the wire for whoever can set a variable.
const unsafeOption = /(?:^|\s)(--(?:inspect(?:-[a-z]+)*|debug-port|tls-keylog|insecure-http-parser))(?=[\s=]|$)/;

/**
 * Says why a program that holds credentials must not start here and what to do, or undefined when nothing is wrong.
 * @param node the version of Node that runs
 */
export function refuseUnsafeEnvironment(
  env: NodeJS.ProcessEnv,
  node: string = process.versions.node,
): string | undefined {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED']?.trim() === '0') {
    return (
      'Cannot start: NODE_TLS_REJECT_UNAUTHORIZED must not be set, found 0, which turns off the check of every ' +
      'certificate. Unset it; give a private certificate authority in ca.crt, or in NODE_EXTRA_CA_CERTS.'
    );
  }
  const option = unsafeOption.exec(normalise(env['NODE_OPTIONS'] ?? ''))?.[1];
  if (option !== undefined) {
    return (
      `Cannot start: NODE_OPTIONS must not open the process to others, found ${option}. ` +
      'Remove that option from NODE_OPTIONS.'
    );
  }
  // NODE_DEBUG=net prints the options of each connection, Authorization header included.
  if (env['NODE_DEBUG']) {
    return 'Cannot start: NODE_DEBUG must not be set, because it prints credentials. Unset it.';
  }
  if (Number.parseInt(node, 10) < oldestNode) {
    return `Cannot start: Node must be ${oldestNode} or newer, found ${node}. Start it with a newer Node.`;
  }
  return undefined;
}

// Node strips quotes and backslashes and reads `_` as `-` in NODE_OPTIONS.
function normalise(options: string): string {
  return options.replaceAll(/["\\]/g, '').replaceAll('_', '-');
}
