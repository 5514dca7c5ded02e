import type { Fault } from '../fault.ts';
import { isWithin } from '../values/repositoryPath.ts';
import { isInsecure } from '../values/repositoryUrl.ts';
import { parseListen } from '../values/listenAddress.ts';
import { checkNotify, type Broken } from './checkNotify.ts';
import type { Draft } from './draft.ts';
import { quote } from './found.ts';
import type { Places } from './places.ts';

/** The rules between settings. Each fault lies at the later of the two places and names the other. */
export function checkTogether(draft: Draft, places: Places): Fault[] {
  const fault = (setting: string, message: string): Fault => ({ offset: places.offsetOf(setting), setting, message });
  return [
    ...transport(draft),
    ...environments(draft, places),
    ...rollbacks(draft, places),
    ...privatePaths(draft, places),
    ...listeners(draft, places),
    ...checkNotify(draft, places),
  ].map(({ setting, message }) => fault(setting, message));
}

function* transport({ repository }: Draft): Generator<Broken> {
  const { url, insecureHttp } = repository ?? {};
  if (url === undefined || insecureHttp !== false || !isInsecure(url)) return;
  const message = `expected https:// (or insecureHttp: true) for a host that is not this machine, found ${quote(url)}`;
  yield { setting: 'repository.url', message };
}

/** At most one fault for each environment, so that a thousand equal ones do not give half a million. */
function* environments(draft: Draft, places: Places): Generator<Broken> {
  const all = (draft.environments ?? []).map((environment, index) => ({
    ...environment,
    at: `environments[${index}]`,
  }));
  for (const [index, later] of all.entries()) {
    const before = all.slice(0, index);
    const namesake = before.find(({ name }) => name !== undefined && name === later.name);
    const twin = before.find((earlier) => feedsTheSame(earlier, later));
    if (namesake !== undefined) {
      const other = `which ${namesake.at} has already (${places.describe(`${namesake.at}.name`)})`;
      yield { setting: `${later.at}.name`, message: `expected a name of its own, found "${later.name}", ${other}` };
    } else if (twin !== undefined) {
      const other = `${twin.at} (${places.describe(twin.at)})`;
      const message = `expected another ref, path or namespace, found the objects of ${other} a second time`;
      yield { setting: later.at, message };
    }
  }
}

/** Without a wait for health nothing ever fails to become healthy, so that a roll back would be a promise without effect. */
function* rollbacks({ environments: all = [] }: Draft, places: Places): Generator<Broken> {
  for (const [index, environment] of all.entries()) {
    if (environment?.onFailure !== 'rollback' || environment.settle !== 0) continue;
    const at = `environments[${index}].settle`;
    const other = places.describe(`environments[${index}].onFailure`);
    yield { setting: at, message: `expected a wait for onFailure: rollback (${other}), found 0` };
  }
}

type Feed = { ref?: string; path?: string; namespace?: string };

/** A directory inside the other's directory counts: the outer environment applies those manifests too. */
function feedsTheSame(one: Feed, two: Feed): boolean {
  if (one.ref === undefined || one.path === undefined || one.namespace === undefined || two.path === undefined)
    return false;
  if (one.ref !== two.ref || one.namespace !== two.namespace) return false;
  return isWithin(one.path, two.path) || isWithin(two.path, one.path);
}

/** The other program mounts the volume, so nothing that belongs to one program alone may lie there. */
function* privatePaths({ repository, sync, applier, volume }: Draft, places: Places): Generator<Broken> {
  if (volume === undefined) return;
  const owned: [string, string | undefined][] = [
    ['sync.git', sync?.git],
    ['sync.credentials', sync?.credentials],
    ['sync.webhook', sync?.webhook],
    ['repository.verify.keys', repository?.verify?.keys],
    ['applier.token', applier?.token],
    ['applier.kubeconfig', applier?.kubeconfig],
    ...(applier?.notify ?? []).flatMap((receiver, index): [string, string | undefined][] => [
      [`applier.notify[${index}].urlFile`, receiver?.urlFile],
      [`applier.notify[${index}].secret`, receiver?.secret],
    ]),
  ];
  for (const [setting, path] of owned) {
    if (path === undefined || !isWithin(path, volume)) continue;
    if (places.isWritten(setting)) {
      yield { setting, message: `expected a path outside the volume ${quote(volume)}, found ${quote(path)}` };
    } else {
      yield { setting: 'volume', message: `expected a path that does not hold ${setting}, found ${quote(volume)}` };
    }
  }
  const git = sync?.git;
  if (git !== undefined && git !== volume && isWithin(volume, git)) {
    const setting = places.isWritten('volume') ? 'volume' : 'sync.git';
    yield { setting, message: `expected the volume outside sync.git, found ${quote(volume)} in ${quote(git)}` };
  }
}

/** Both programs run in one pod and share its ports, whatever the host part says. */
function* listeners({ sync, applier }: Draft, places: Places): Generator<Broken> {
  const taken = new Map<number, string>();
  const all: [string, string | undefined][] = [
    ['sync.listen', sync?.listen],
    ['sync.internal', sync?.internal],
    ['applier.listen', applier?.listen],
  ];
  // Defaults first, so that the fault lies at what a person wrote.
  const ordered = [
    ...all.filter(([setting]) => !places.isWritten(setting)),
    ...all.filter(([setting]) => places.isWritten(setting)),
  ];
  for (const [setting, address] of ordered) {
    const port = address === undefined ? undefined : parseListen(address)?.port;
    // Port 0 is any free port.
    if (port === undefined || port === 0) continue;
    const other = taken.get(port);
    if (other === undefined) taken.set(port, setting);
    else yield { setting, message: `expected a port of its own, found ${port}, which ${other} has already` };
  }
}
