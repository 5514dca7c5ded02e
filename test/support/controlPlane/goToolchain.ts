import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type GoToolchain = { readonly GOOS: string; readonly GOARCH: string; readonly GOVERSION: string };

const alternatives = `Two alternatives need no Go:
  COUPLET_KUBECONFIG=<file>        use an existing cluster
  KUBEBUILDER_ASSETS=<directory>   use the etcd and kube-apiserver that setup-envtest installs`;

/** What `go env` says in the directory of a module, whose go.mod may choose the toolchain. Missing Go is an error that says what to do. */
export async function goToolchain(moduleDirectory: string, env: NodeJS.ProcessEnv): Promise<GoToolchain> {
  try {
    const { stdout } = await promisify(execFile)('go', ['env', '-json', 'GOOS', 'GOARCH', 'GOVERSION'], {
      cwd: moduleDirectory,
      env,
    });
    return toolchainOf(JSON.parse(stdout));
  } catch (cause) {
    const found = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'no go' : String(cause);
    throw new Error(
      `Cannot build the control plane: expected Go 1.26 or newer on PATH, found ${found}. Install it: https://go.dev/doc/install\n${alternatives}`,
      { cause },
    );
  }
}

function toolchainOf(value: unknown): GoToolchain {
  const read = (name: string): string => {
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (typeof found === 'string') return found;
    throw new TypeError(`expected go env to know ${name}, found ${JSON.stringify(value)}`);
  };
  return { GOOS: read('GOOS'), GOARCH: read('GOARCH'), GOVERSION: read('GOVERSION') };
}
