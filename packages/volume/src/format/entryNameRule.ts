// HFS+ ignores these code points and NTFS ignores what follows here, so that both open `.git`.
// The lists are those of git's is_hfs_dotgit (utf8.c) and is_ntfs_dotgit (path.c), which `git fsck` uses.
const hfsIgnored = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const ntfsGit = /(?:^|\\)(?:\.git|git~1)[ .]*(?:[:\\]|$)/i;

// What neither of them could mean another name than the one that it reads.
const suspicious = /git|[^ -~]/i;

/** The rule that the name of a tree entry breaks, if any. */
export function entryNameRule(name: string): string | undefined {
  if (name === '') return 'an entry must have a name';
  if (name === '.' || name === '..') return 'an entry must not be named "." or ".."';
  if (name.includes('/')) return 'a name must not contain "/"';
  if (!suspicious.test(name)) return undefined;
  if (ntfsGit.test(name) || name.replace(hfsIgnored, '').toLowerCase() === '.git') {
    return 'an entry must not be named ".git", nor what some file system takes for it';
  }
  return undefined;
}
