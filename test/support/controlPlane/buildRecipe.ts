const versionPackage = 'k8s.io/component-base/version';

/**
 * The arguments of `go build` that shape the binary, and the Kubernetes version that go.mod pins. The linker sets the
 * version as Kubernetes' own build does: without it `/version` shows a placeholder that clients cannot parse.
 */
export function buildRecipe(goMod: string): { version: string; recipe: string[] } {
  const found = /^\s*k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+\S*)$/m.exec(goMod);
  const [, version, major, minor] = found ?? [];
  if (version === undefined)
    throw new Error('Cannot read go.mod: expected a required version of k8s.io/kubernetes, found none');
  const stamps = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const variables = Object.entries(stamps).map(([name, value]) => `-X ${versionPackage}.${name}=${value}`);
  return {
    version,
    recipe: ['-mod=readonly', '-trimpath', '-buildvcs=false', `-ldflags=-s -w ${variables.join(' ')}`],
  };
}
