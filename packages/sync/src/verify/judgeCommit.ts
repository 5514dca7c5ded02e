import type { KeySet } from './keySet.ts';
import { judgeOpenpgp } from './openpgp/judgeOpenpgp.ts';
import { quote } from './quote.ts';
import { splitSignature } from './splitSignature.ts';
import { judgeSsh } from './ssh/judgeSsh.ts';
import { fault } from './verdict.ts';
import type { Judgement, Verdict } from './verdict.ts';

export type CommitToJudge = {
  readonly id: string;
  /** That is to be published: the signature must be over a commit of this tree. */
  readonly tree: string;
  /** The raw commit object, without git's `commit <length>` before it. */
  readonly bytes: Buffer;
};

/** Whether a key in the set signed the commit. `now` is in milliseconds since the epoch. Never rejects for what a commit holds. */
export async function judgeCommit(commit: CommitToJudge, keys: KeySet, now: number): Promise<Verdict> {
  const judgement = await judge(commit, keys, now);
  if (judgement.kind === 'verified') return judgement;
  const { rule, found, todo } = judgement;
  const leftOut = keys.leftOut.length === 0 ? '' : `; not used: ${keys.leftOut.slice(0, 5).join('; ')}`;
  return {
    kind: 'refused',
    why: `Cannot publish commit ${commit.id.slice(0, 12)}: ${rule}, found ${found}${leftOut}`,
    todo: `${todo ?? `push a commit on top that is signed by a key in ${keys.directory}`}; the last publication stays until then`,
  };
}

async function judge(commit: CommitToJudge, keys: KeySet, now: number): Promise<Judgement> {
  const split = splitSignature(commit.bytes);
  if (split.kind === 'unsigned') return fault(`it must be signed by a key in ${keys.directory}`, 'no signature');
  if (split.kind === 'malformed') return fault('it must be a commit as git writes it', split.found);
  if (split.tree !== commit.tree) return fault(`the signed tree must be ${commit.tree}`, split.tree);
  const { signature } = split;
  if (signature.startsWith('-----BEGIN SSH SIGNATURE-----')) return judgeSsh(split, keys);
  if (signature.startsWith('-----BEGIN PGP SIGNATURE-----')) return judgeOpenpgp(split, keys, now);
  const rule = 'it must have an SSH or OpenPGP signature';
  if (signature.startsWith('-----BEGIN SIGNED MESSAGE-----')) return fault(rule, 'an X.509 signature');
  return fault(rule, quote(signature.split('\n', 1)[0] ?? ''));
}
