import type { PublicKey, SignaturePacket } from 'openpgp';
import type { KeySet } from '../keySet.ts';
import { plain } from '../quote.ts';
import type { SignedCommit } from '../splitSignature.ts';
import { fault } from '../verdict.ts';
import type { Fault, Judgement } from '../verdict.ts';
import { explainOpenpgp } from './explainOpenpgp.ts';
import { openpgpLibrary } from './openpgpLibrary.ts';
import type { OpenpgpLibrary } from './openpgpLibrary.ts';
import { readKeyring } from './readKeyring.ts';

type Question = {
  readonly library: OpenpgpLibrary;
  readonly commit: SignedCommit;
  readonly packet: SignaturePacket;
  readonly date: Date;
};

const readable = 'its OpenPGP signature must be one that can be checked';

/**
 * Judges an OpenPGP signature (RFC 9580) as gpg does: the key and the signature must be good at `now`, in milliseconds
 * since the epoch. Stricter than gpg on SHA-1, DSA and RSA under 2048 bits.
 */
export async function judgeOpenpgp(commit: SignedCommit, keys: KeySet, now: number): Promise<Judgement> {
  const library = await openpgpLibrary();
  const ring = await readKeyring(library, keys.openpgp);
  if (ring.kind === 'unusable') {
    const todo = `mend or remove ${keys.directory}/${ring.file}`;
    return fault(`${keys.directory}/${ring.file} must hold OpenPGP public keys`, ring.found, todo);
  }
  const packet = await readPacket(library, commit.signature);
  if (packet === undefined) return fault(readable, 'one that is damaged or of an unknown version');
  if (packet.signatureType !== library.enums.signature.binary)
    return fault(readable, `one of type ${String(packet.signatureType)}, not over a binary document`);
  const id = packet.issuerKeyID;
  const copies = ring.keys.filter((key) => key.getKeys(id).length > 0);
  if (copies.length === 0) {
    const todo = `if that key is to be trusted, add it to ${keys.directory} as an .asc file; otherwise push a commit on top that is signed by a key there`;
    return fault(`it must be signed by a key in ${keys.directory}`, `OpenPGP key id ${id.toHex().toUpperCase()}`, todo);
  }
  // The clock of who signed may be ahead of ours; gpg accepts that too.
  const date = new Date(Math.max(now, packet.created?.getTime() ?? 0));
  return judgeCopies(copies, { library, commit, packet, date });
}

async function readPacket(library: OpenpgpLibrary, text: string): Promise<SignaturePacket | undefined> {
  if (text.split('-----BEGIN PGP').length !== 2) return undefined;
  try {
    const { packets } = await library.readSignature({ armoredSignature: text });
    const [packet] = packets;
    // What the library cannot parse it keeps as a packet of another class, whatever its types say.
    return packets.length === 1 && packet instanceof library.SignaturePacket ? packet : undefined;
  } catch {
    return undefined;
  }
}

// A copy that says that the key is revoked counts more than one that does not know it yet.
async function judgeCopies(copies: readonly PublicKey[], question: Question): Promise<Judgement> {
  const faults: Fault[] = [];
  let verified: Judgement | undefined;
  for (const key of copies) {
    const judged = await judgeKey(key, question);
    if (judged.kind === 'verified') verified = judged;
    else if (judged.revoked) return judged.fault;
    else faults.push(judged.fault);
  }
  return verified ?? faults[0] ?? fault(readable, 'no key for it');
}

async function judgeKey(
  key: PublicKey,
  { library, commit, packet, date }: Question,
): Promise<(Judgement & { kind: 'verified' }) | { kind: 'refused'; fault: Fault; revoked: boolean }> {
  const name = `OpenPGP ${key.getFingerprint().toUpperCase()}`;
  try {
    await key.getSigningKey(packet.issuerKeyID, date);
    const { signatures } = await library.verify({
      message: await library.createMessage({ binary: new Uint8Array(commit.payload) }),
      signature: await library.readSignature({ armoredSignature: commit.signature }),
      verificationKeys: key,
      date,
      format: 'binary',
      // A key whose expiry was extended after it signed is as good as gpg finds it.
      config: { allowInsecureVerificationWithReformattedKeys: true },
    });
    if (signatures.length !== 1) throw new Error('Signed digest did not match');
    await signatures[0]?.verified;
    const { user } = await key.getPrimaryUser(date);
    const userId = user.userID?.userID;
    return { kind: 'verified', by: userId === undefined ? name : `${name} (${plain(userId)})` };
  } catch (error) {
    const revoked = error instanceof Error && /revoked/i.test(error.message);
    return { kind: 'refused', fault: explainOpenpgp(error, name), revoked };
  }
}
