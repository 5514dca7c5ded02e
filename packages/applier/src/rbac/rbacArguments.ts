import { parseArgs } from 'node:util';
import { readCommand, type Help, type Usage } from '../readCommand.ts';

export type RbacArguments =
  | {
      kind: 'rbac';
      config: string;
      /** Without it, every environment of the configuration. */
      environment?: string;
      from?: string;
      namespace?: string;
      account: string;
    }
  | Help
  | Usage;

const defaultAccount = 'couplet-applier';

/** A name as a namespace and a ServiceAccount may have it (RFC 1123 label). */
const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Reads what follows `applier rbac`. Never throws. */
export function rbacArguments(argv: string[]): RbacArguments {
  const options = {
    config: { type: 'string' },
    environment: { type: 'string' },
    from: { type: 'string' },
    namespace: { type: 'string' },
    'service-account': { type: 'string', default: defaultAccount },
    help: { type: 'boolean' },
  } as const;
  return readCommand(
    () => parseArgs({ args: argv, options }),
    (config, { environment, from, namespace, 'service-account': account }): RbacArguments => {
      for (const [option, value] of Object.entries({ '--namespace': namespace, '--service-account': account })) {
        if (value === undefined || label.test(value)) continue;
        return { kind: 'usage', problem: `${option} must be a name of Kubernetes, found ${JSON.stringify(value)}` };
      }
      return {
        kind: 'rbac',
        config,
        account,
        ...(environment !== undefined && { environment }),
        ...(from !== undefined && { from }),
        ...(namespace !== undefined && { namespace }),
      };
    },
  );
}

export const rbacHelp = `Usage: node packages/applier/src/main.ts rbac --config couplet.yaml [--environment NAME] [--from DIRECTORY]

Prints the Roles, the ClusterRole and their bindings that the applier needs for what the repository holds, and nothing
more. Nothing is written. Read it, then give it to kubectl apply -f -. Names of resources come from the API server.

  --config FILE            the configuration that sync and applier share
  --environment NAME       only this environment; without it, all of them
  --from DIRECTORY         a checkout of the repository (its root); without it, what sync published on the volume
  --namespace NAME         where the applier runs; default: applier.namespace, then the pod's own or the context's
  --service-account NAME   default ${defaultAccount}
  --help                   print this text

Exit code: 0 all of it is printed, 2 something could not be read and is missing, 1 an error.
`;
