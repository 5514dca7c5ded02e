import { isInsecure } from '../values/repositoryUrl.ts';
import type { Draft } from './draft.ts';
import { quote } from './found.ts';
import { nearestName } from './nearestName.ts';
import type { Places } from './places.ts';

export type Broken = { setting: string; message: string };

type Receiver = NonNullable<NonNullable<NonNullable<Draft['applier']>['notify']>[number]>;

/** The rules between the settings of `applier.notify`. */
export function* checkNotify({ applier, environments = [] }: Draft, places: Places): Generator<Broken> {
  const known = environments.flatMap((environment) => environment?.name ?? []);
  const names = new Map<string, string>();
  for (const [index, receiver] of (applier?.notify ?? []).entries()) {
    if (receiver === undefined) continue;
    const at = `applier.notify[${index}]`;
    const { name } = receiver;
    const namesake = name === undefined ? undefined : names.get(name);
    if (namesake !== undefined) {
      const other = `which ${namesake} has already (${places.describe(`${namesake}.name`)})`;
      yield { setting: `${at}.name`, message: `expected a name of its own, found "${name}", ${other}` };
    }
    if (name !== undefined && namesake === undefined) names.set(name, at);
    yield* address(receiver, at, places);
    // What was refused is absent in the draft: without every name nothing can be said about those that are told of.
    if (known.length < environments.length) continue;
    yield* unknownEnvironments(receiver, at, known);
  }
}

function* address({ url, urlFile, format, secret, insecureHttp }: Receiver, at: string, places: Places) {
  const isWritten = (setting: string): boolean => places.isWritten(`${at}.${setting}`);
  if (url !== undefined && urlFile !== undefined)
    yield { setting: `${at}.urlFile`, message: 'expected url or urlFile, found both' };
  if (url === undefined && urlFile === undefined && !isWritten('url') && !isWritten('urlFile'))
    yield { setting: at, message: 'expected url or urlFile, found neither' };
  if (url !== undefined && format === 'slack')
    yield {
      setting: `${at}.url`,
      message: 'expected urlFile with format slack, because the URL of a chat is a secret, found url',
    };
  if (url !== undefined && insecureHttp === false && isInsecure(url)) {
    const message = `expected https:// (or insecureHttp: true) for a host that is not this machine, found ${quote(url)}`;
    yield { setting: `${at}.url`, message };
  }
  if (secret !== undefined && format === 'slack')
    yield {
      setting: `${at}.secret`,
      message: 'expected format generic, because a chat checks no signature, found slack',
    };
}

function* unknownEnvironments({ environments = [] }: Receiver, at: string, known: string[]): Generator<Broken> {
  for (const [index, environment] of environments.entries()) {
    if (environment === undefined || known.includes(environment)) continue;
    const nearest = nearestName(environment, known);
    const hint = nearest === undefined ? '' : `: did you mean ${nearest}?`;
    yield {
      setting: `${at}.environments[${index}]`,
      message: `expected the name of an environment, found "${environment}"${hint}`,
    };
  }
}
